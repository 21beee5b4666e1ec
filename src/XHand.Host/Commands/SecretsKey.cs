using XHand.Site;

namespace XHand.Host.Commands;

/// <summary>The key file of <c>--secrets-key</c>, as the text that goes to the daemon.</summary>
internal static class SecretsKey
{
    /// <summary>Reads a key that must be there.</summary>
    public static string Read(string path) => Checked(path, SecretProtector.FromExistingKeyFile);

    /// <summary>Reads the key, or makes one.</summary>
    public static string ReadOrMake(string path) => Checked(path, SecretProtector.FromKeyFile);

    private static string Checked(string path, Func<string, SecretProtector> open)
    {
        try
        {
            open(path);
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is SecretKeyException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused(e.Message);
        }
    }
}
