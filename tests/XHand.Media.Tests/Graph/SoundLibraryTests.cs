using XHand.Media.Graph;

namespace XHand.Media.Tests.Graph;

public sealed class SoundLibraryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("xhand-sounds-").FullName;
    private readonly SoundLibrary _library;

    public SoundLibraryTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "sounds", "en"));
        File.WriteAllBytes(Path.Combine(_root, "outside.wav"), Samples(1));
        File.WriteAllBytes(Path.Combine(_root, "sounds", "en", "welcome.wav"), Samples(2));
        File.WriteAllText(Path.Combine(_root, "sounds", "en", "text.wav"), "hello");
        File.CreateSymbolicLink(Path.Combine(_root, "sounds", "en", "link.wav"), Path.Combine(_root, "outside.wav"));
        _library = new SoundLibrary(Path.Combine(_root, "sounds"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_file_below_the_folder_is_read_by_its_relative_or_full_path()
    {
        Assert.Equal([2, 2], Load("en/welcome.wav").Sound!.Samples);
        Assert.Equal([2, 2], Load(Path.Combine(_root, "sounds", "en", "welcome.wav")).Sound!.Samples);
    }

    [Theory]
    [InlineData("../outside.wav")]
    [InlineData("en/../../outside.wav")]
    [InlineData("/etc/passwd")]
    [InlineData("en/link.wav")]
    [InlineData("en/missing.wav")]
    [InlineData("en/text.wav")]
    [InlineData("en")]
    [InlineData("")]
    [InlineData("en/wel\0come.wav")]
    public void Anything_else_is_refused_with_a_reason(string path)
    {
        SoundLoad load = Load(path);
        Assert.Null(load.Sound);
        Assert.NotEmpty(load.Error!);
    }

    [Fact]
    public void A_file_that_changed_is_read_again_and_one_that_did_not_is_not()
    {
        Sound first = Load("en/welcome.wav").Sound!;
        Assert.Same(first, Load("en/welcome.wav").Sound);
        string file = Path.Combine(_root, "sounds", "en", "welcome.wav");
        File.WriteAllBytes(file, [.. Samples(3), 0, 0]);
        Assert.Equal([3, 3], Load("en/welcome.wav").Sound!.Samples);
    }

    private static byte[] Samples(byte value) => WavReaderTests.Wav(WavReaderTests.Format(1, 1, 8000, 16), [value, 0, value, 0]);

    private SoundLoad Load(string path)
    {
        SoundLoad load = _library.Load(path);
        Assert.True(SpinWait.SpinUntil(() => load.IsDone, TimeSpan.FromSeconds(10)));
        return load;
    }
}
