using System.Security.Cryptography;
using System.Text;

namespace XHand.Site;

/// <summary>The file that holds the secrets key: base64 of 32 random bytes on one line, readable by its owner alone.</summary>
internal static class SecretKeyFile
{
    /// <summary>AES-256.</summary>
    public const int KeyBytes = 32;

    private const int MaxFileBytes = 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static byte[] ReadOrCreate(string path) => File.Exists(path) ? Read(path) : Create(path);

    public static byte[] Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw new SecretKeyException($"The secrets key {path} does not exist.");
            }

            if (!OperatingSystem.IsWindows() && (file.UnixFileMode & Others) != 0)
            {
                throw new SecretKeyException($"The secrets key {path} can be read by others; set its mode to 0600.");
            }

            return file.Length <= MaxFileBytes && Decode(File.ReadAllText(path)) is { } key
                ? key
                : throw new SecretKeyException($"{path} is no secrets key: it must hold {KeyBytes} bytes in base64 on one line.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretKeyException($"The secrets key {path} cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Create(string path)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        string written = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        try
        {
            DurableFile.Write(written, Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"), OwnerOnly);
            try
            {
                // Without overwriting: of two that start at once, both go on with the first one's key.
                File.Move(written, path);
                DurableFile.SyncRename(path);
                return key;
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(written);
                return Read(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretKeyException($"The secrets key {path} cannot be made: {e.Message}", e);
        }
    }

    private static byte[]? Decode(string text)
    {
        byte[] key = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), key, out int length) && length == KeyBytes ? key[..length] : null;
    }
}
