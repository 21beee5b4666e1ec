using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace XHand.Sip.Transport;

/// <summary>TLS 1.2 and 1.3 of SIP (RFC 3261 26.3, RFC 5922): what we show, and what a peer that we call must show.</summary>
public sealed record SipTlsOptions
{
    /// <summary>Our certificate, asked for at each handshake so that a renewed one counts at once; null: no TLS.</summary>
    public Func<SslStreamCertificateContext>? Certificate { get; init; }

    /// <summary>Also shows it to a server that asks for one: when it is a real one, not self-signed.</summary>
    public bool ShowsAsClient { get; init; }

    /// <summary>Certificates of authorities, or of single peers, that are trusted besides the system's authorities.</summary>
    public X509Certificate2Collection Trusted { get; init; } = [];

    internal SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificateContext = Certificate!(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    /// <summary>For a connection to the host of that name or address, which the certificate must be for.</summary>
    internal SslClientAuthenticationOptions ForClient(string peerName) => new()
    {
        TargetHost = peerName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        ClientCertificateContext = ShowsAsClient ? Certificate?.Invoke() : null,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors),
    };

    // The name must be right in any case (RFC 5922 7.3); an unknown authority may be one of ours.
    private bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || Trusted.Count == 0 || certificate is not X509Certificate2 shown)
        {
            return errors == SslPolicyErrors.None;
        }

        using X509Chain again = new();
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        again.ChainPolicy.DisableCertificateDownloads = true;
        again.ChainPolicy.CustomTrustStore.AddRange(Trusted);
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            again.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return again.Build(shown);
    }
}
