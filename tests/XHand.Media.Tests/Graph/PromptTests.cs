using System.Runtime.CompilerServices;
using XHand.Media.Graph;

namespace XHand.Media.Tests.Graph;

public sealed class PromptTests
{
    private static readonly string Root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "sounds");

    [Fact]
    public void Every_language_has_the_same_prompts_and_all_can_be_played()
    {
        string[] wanted = Names("pt-BR");
        Assert.Contains("welcome.wav", wanted);
        foreach (string language in (string[])["pt-BR", "en", "es"])
        {
            Assert.Equal(wanted, Names(language));
            foreach (string name in wanted)
            {
                Sound? sound = WavReader.TryRead(File.ReadAllBytes(Path.Combine(Root, language, name)), out string reason);
                Assert.True(sound is not null, $"{language}/{name}: {reason}");
                Assert.InRange(sound.Samples.Length, 8000, 80_000);
                Assert.InRange(sound.Samples.Max(one => Math.Abs((int)one)), 10_000, 24_000);
            }
        }
    }

    private static string[] Names(string language) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, language)).Select(one => Path.GetFileName(one)).Order(StringComparer.Ordinal)];

    private static string Here([CallerFilePath] string path = "") => path;
}
