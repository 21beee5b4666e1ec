namespace XHand.Web.Access;

/// <summary>The headers that the command line adds on the daemon's Unix socket; elsewhere they mean nothing.</summary>
public static class LocalCaller
{
    /// <summary>The company to act for (<c>--company</c>).</summary>
    public const string CompanyHeader = "X-XHand-Company";

    /// <summary>Base64 of the 32 bytes that secrets are encrypted with in a site file (<c>--secrets-key</c>).</summary>
    public const string SecretsKeyHeader = "X-XHand-Secrets-Key";
}
