using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Web.Pages;

/// <summary>
/// The built web client, read whole into memory: a request can reach nothing that is not in it, and an upgrade that replaces the
/// files under a running daemon does not mix two versions in one browser.
/// </summary>
internal sealed class ClientFiles
{
    /// <summary>What the build leaves in index.html where each answer's own nonce belongs (vite's html.cspNonce).</summary>
    public const string NoncePlaceholder = "XHAND-NONCE";

    /// <summary>Folder of the files that carry a hash of their content in their name.</summary>
    public const string HashedFolder = "/assets/";

    private const string Index = "index.html";

    private static readonly FrozenDictionary<string, string> _types = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".webp"] = "image/webp",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
        [".wav"] = "audio/wav",
        [".mp3"] = "audio/mpeg",
        [".wasm"] = "application/wasm",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, ClientFile> _files;
    private readonly string _page;

    private ClientFiles(FrozenDictionary<string, ClientFile> files, string page) => (_files, _page) = (files, page);

    /// <summary>The files below <paramref name="folder"/>, or null when there is no built client in it.</summary>
    public static ClientFiles? Read(string folder)
    {
        string index = Path.Combine(folder, Index);
        if (!File.Exists(index))
        {
            return null;
        }

        Dictionary<string, ClientFile> files = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            // A kind of file that is not in the table is no part of the client: source maps, notes, what an editor left behind.
            if (_types.TryGetValue(Path.GetExtension(path), out string? type) && path != index)
            {
                string address = "/" + Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                byte[] plain = File.ReadAllBytes(path);
                files[address] = new(plain, Beside(path, ".br"), Beside(path, ".gz"), type, Tag(plain), address.StartsWith(HashedFolder, StringComparison.Ordinal));
            }
        }

        return new(files.ToFrozenDictionary(StringComparer.Ordinal), File.ReadAllText(index));
    }

    /// <summary>The file at that address, or null.</summary>
    public ClientFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>The page that every address of the client starts with, with <paramref name="nonce"/> in its place.</summary>
    public byte[] Page(string nonce) => Encoding.UTF8.GetBytes(_page.Replace(NoncePlaceholder, nonce, StringComparison.Ordinal));

    private static byte[]? Beside(string path, string ending) => File.Exists(path + ending) ? File.ReadAllBytes(path + ending) : null;

    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
}
