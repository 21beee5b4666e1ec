namespace XHand.Site;

/// <summary>A secrets key that cannot be used; the message names the file and what to do.</summary>
public sealed class SecretKeyException(string message, Exception? inner = null) : Exception(message, inner);
