using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace XHand.Web.Server;

/// <summary>
/// The certificate of HTTPS: from PEM files, read again when they change (a renewal needs no restart), or self-signed and kept in
/// the data directory. Any thread.
/// </summary>
public sealed class TlsCertificate
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _selfSignedLife = TimeSpan.FromDays(825);
    private static readonly TimeSpan _selfSignedRenewal = TimeSpan.FromDays(30);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly Lock _reading = new();
    private SslStreamCertificateContext _current;
    private (DateTime Certificate, DateTime Key) _stamp;
    private long _lookedAt;

    private TlsCertificate(string certificatePath, string keyPath, TimeProvider time, Action<string> warn)
    {
        (_certificatePath, _keyPath, _time, _warn) = (certificatePath, keyPath, time, warn);
        _stamp = Stamp();
        _current = Read();
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The certificate to show now, with its chain.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_reading)
            {
                if (_time.GetElapsedTime(_lookedAt) >= _lookEvery)
                {
                    _lookedAt = _time.GetTimestamp();
                    Look();
                }

                return _current;
            }
        }
    }

    /// <summary>When the certificate to show now ends, UTC.</summary>
    public DateTimeOffset EndsAt => new(Current.TargetCertificate.NotAfter.ToUniversalTime());

    /// <summary>From PEM files; <see cref="CryptographicException"/> or <see cref="IOException"/> when they are none.</summary>
    public static TlsCertificate FromFiles(string certificatePath, string keyPath, TimeProvider time, Action<string> warn) =>
        new(certificatePath, keyPath, time, warn);

    /// <summary>Self-signed in <paramref name="folder"/>, made when missing or about to expire.</summary>
    public static TlsCertificate SelfSigned(string folder, TimeProvider time, Action<string> warn)
    {
        string certificate = Path.Combine(folder, "certificate.pem");
        string key = Path.Combine(folder, "key.pem");
        if (!File.Exists(certificate) || !File.Exists(key) || ExpiresSoon(certificate, time))
        {
            Make(certificate, key, time.GetUtcNow());
        }

        return new(certificate, key, time, warn);
    }

    private static bool ExpiresSoon(string path, TimeProvider time)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
            return certificate.NotAfter.ToUniversalTime() - time.GetUtcNow() < _selfSignedRenewal;
        }
        catch (CryptographicException)
        {
            return true;
        }
    }

    private static void Make(string certificatePath, string keyPath, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string host = Dns.GetHostName();
        CertificateRequest request = new(new X500DistinguishedName($"CN={host}"), key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        if (Uri.CheckHostName(host) == UriHostNameType.Dns && host != "localhost")
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now + _selfSignedLife);
        Write(keyPath, key.ExportPkcs8PrivateKeyPem());
        Write(certificatePath, made.ExportCertificatePem());
    }

    private static void Write(string path, string pem)
    {
        using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using StreamWriter writer = new(file);
        writer.Write(pem);
        writer.Write('\n');
    }

    private void Look()
    {
        try
        {
            (DateTime, DateTime) stamp = Stamp();
            if (stamp != _stamp)
            {
                // The old one may still be in a handshake, so it is left to the collector.
                _current = Read();
                _stamp = stamp;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            _warn($"The TLS certificate {_certificatePath} changed but cannot be read; the one before stays in use: {e.Message}");
        }
    }

    private (DateTime Certificate, DateTime Key) Stamp() => (File.GetLastWriteTimeUtc(_certificatePath), File.GetLastWriteTimeUtc(_keyPath));

    private SslStreamCertificateContext Read()
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(_certificatePath);

        // Offline: a handshake never fetches a missing issuer from the network.
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath), chain, offline: true);
    }
}
