using XHand.Host.Commands;

namespace XHand.Host.Tests.Commands;

/// <summary>Where daemon and command line meet.</summary>
public sealed class ControlSocketTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("xhand-socket-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void It_lies_in_the_data_directory_and_what_an_earlier_process_left_is_removed()
    {
        string path = ControlSocket.Prepare(_root);
        Assert.StartsWith(_root, path, StringComparison.Ordinal);
        File.WriteAllText(path, "");
        Assert.Equal(path, ControlSocket.Prepare(_root));
        Assert.False(File.Exists(path));
        Assert.Equal(path, ControlSocket.Find(_root));
    }

    [Fact]
    public void Below_a_path_too_long_for_a_socket_both_sides_agree_on_another_place_that_only_the_owner_may_enter()
    {
        string deep = Path.Combine(_root, new string('d', 120));
        string path = ControlSocket.Prepare(deep);
        Assert.True(path.Length <= 107, path);
        Assert.Equal(path, ControlSocket.Find(deep));
        string folder = Path.GetDirectoryName(path)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));

        string next = ControlSocket.Prepare(deep);
        Assert.False(Directory.Exists(folder));
        ControlSocket.Remove(next, deep);
        Assert.False(Directory.Exists(Path.GetDirectoryName(next)!));
    }
}
