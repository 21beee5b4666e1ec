namespace XHand.Host.Serving;

/// <summary>The prompts that come with the program: sounds/LANGUAGE/PROMPT.wav beside it.</summary>
internal static class SoundFiles
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "sounds");

    /// <summary>True when there is such a prompt. Both parts have been checked to be names, not paths.</summary>
    public static bool Exists(string language, string prompt) => File.Exists(Path.Combine(Folder, language, prompt + ".wav"));
}
