using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace XHand.Site;

/// <summary>
/// The last snapshot on the local disk, so that the system starts with the database away. The file is replaced in one step, carries
/// a checksum, and holds its secrets encrypted. Off the loop; one caller at a time.
/// </summary>
public sealed class SiteCacheFile(string path, SecretProtector protector)
{
    private const string Magic = "xhand-site-1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the snapshot; <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> leave the former copy in place.</summary>
    public void Save(SiteSnapshot snapshot)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(CachedSite.Of(snapshot, protector), CachedSiteJson.Default.CachedSite);
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic} {Checksum(body)}\n"));
        DurableFile.Replace(path, [.. head, .. body], OwnerOnly);
    }

    /// <summary>
    /// The snapshot last saved. Null with a null problem when there is no file, null with a problem when it cannot be used: the
    /// system then needs its database.
    /// </summary>
    public SiteSnapshot? Load(out string? problem)
    {
        problem = null;
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path), out problem) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The site's copy {path} cannot be read: {e.Message}";
            return null;
        }
    }

    private SiteSnapshot? Parse(byte[] bytes, out string? problem)
    {
        int end = Array.IndexOf(bytes, (byte)'\n');
        string[] head = end < 0 ? [] : Encoding.ASCII.GetString(bytes, 0, end).Split(' ');
        if (head is not [Magic, var checksum])
        {
            problem = $"The site's copy {path} is none of this version.";
            return null;
        }

        ReadOnlySpan<byte> body = bytes.AsSpan(end + 1);
        if (checksum != Checksum(body))
        {
            problem = $"The site's copy {path} is damaged: its checksum does not fit.";
            return null;
        }

        try
        {
            problem = null;
            CachedSite site = JsonSerializer.Deserialize(body, CachedSiteJson.Default.CachedSite) ?? throw new JsonException("it is null");
            return site.ToSnapshot(protector);
        }
        catch (CryptographicException e)
        {
            problem = $"The secrets of the site's copy {path} cannot be decrypted: {e.Message}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // The checksum fits, so another version wrote it.
            problem = $"The site's copy {path} is none of this version: {e.Message}";
        }

        return null;
    }

    private static string Checksum(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
