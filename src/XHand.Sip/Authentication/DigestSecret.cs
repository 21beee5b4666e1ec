namespace XHand.Sip.Authentication;

/// <summary>The algorithms of RFC 8760 that we take.</summary>
public enum DigestAlgorithm
{
    Md5,
    Sha256,
}

/// <summary>HA1 of one user in one realm, lower-case hex, per algorithm (RFC 7616 3.4.2: H(user:realm:password)).</summary>
public sealed record DigestSecret(string Md5Ha1, string Sha256Ha1);
