using System.Buffers;

namespace XHand.Web.Access;

/// <summary>The form of a key's text: "xh_" and 43 characters of base64url (32 random bytes).</summary>
internal static class ApiKeyText
{
    private const string Prefix = "xh_";
    private const int Characters = 43;

    private static readonly SearchValues<char> _base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>False for text that cannot be a key, so that no database is asked for it.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Prefix.Length + Characters
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text[Prefix.Length..].ContainsAnyExcept(_base64Url);
}
