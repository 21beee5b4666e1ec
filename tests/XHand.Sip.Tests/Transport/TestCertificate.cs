using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace XHand.Sip.Tests.Transport;

/// <summary>Certificates made for a test.</summary>
internal static class TestCertificate
{
    /// <summary>Self-signed, for a name or an address.</summary>
    public static X509Certificate2 For(string host, DateTimeOffset? endsAt = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        DateTimeOffset end = endsAt ?? DateTimeOffset.UtcNow.AddDays(10);
        using X509Certificate2 made = request.CreateSelfSigned(end.AddDays(-20), end);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>As a server shows it.</summary>
    public static SslStreamCertificateContext Shown(this X509Certificate2 certificate) => SslStreamCertificateContext.Create(certificate, null, offline: true);
}
