namespace XHand.Web.Pages;

/// <summary>A file of the web client as it is sent.</summary>
/// <param name="Plain">Its bytes.</param>
/// <param name="Brotli">The same, compressed when it was built, or null.</param>
/// <param name="Gzip">The same, compressed when it was built, or null.</param>
/// <param name="ContentType">For the header.</param>
/// <param name="Tag">Entity tag of its content, with quotes.</param>
/// <param name="IsHashed">Its name changes with its content, so it may be kept for ever.</param>
internal sealed record ClientFile(byte[] Plain, byte[]? Brotli, byte[]? Gzip, string ContentType, string Tag, bool IsHashed);
