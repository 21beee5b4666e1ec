using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using XHand.Web.Server;

namespace XHand.Web.Tests;

/// <summary>The certificate's life on disk.</summary>
public sealed class TlsCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-tls-").FullName;
    private readonly SteppingTime _time = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_self_signed_one_is_made_once_and_closed_to_others()
    {
        string first = SelfSigned().Current.TargetCertificate.Thumbprint;
        Assert.Equal(first, SelfSigned().Current.TargetCertificate.Thumbprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "key.pem")));
    }

    [Fact]
    public void One_that_is_about_to_expire_is_made_anew()
    {
        string first = SelfSigned().Current.TargetCertificate.Thumbprint;
        _time.Step(TimeSpan.FromDays(800));
        Assert.NotEqual(first, SelfSigned().Current.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void A_renewed_file_counts_without_a_restart_and_a_broken_one_leaves_the_old_in_use()
    {
        string certificate = Path.Combine(_folder, "own.pem");
        string key = Path.Combine(_folder, "own.key");
        string first = Write(certificate, key);
        TlsCertificate tls = TlsCertificate.FromFiles(certificate, key, _time, _warnings.Add);
        Assert.Equal(first, tls.Current.TargetCertificate.Thumbprint);

        string second = Write(certificate, key);
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddMinutes(1));
        _time.Step(TimeSpan.FromSeconds(6));
        Assert.Equal(second, tls.Current.TargetCertificate.Thumbprint);

        File.WriteAllText(certificate, "broken");
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddMinutes(2));
        _time.Step(TimeSpan.FromSeconds(6));
        Assert.Equal(second, tls.Current.TargetCertificate.Thumbprint);
        Assert.Contains("own.pem", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private static string Write(string certificatePath, string keyPath)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=pbx", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificatePath, made.ExportCertificatePem());
        return made.Thumbprint;
    }

    private TlsCertificate SelfSigned() => TlsCertificate.SelfSigned(_folder, _time, _warnings.Add);

    private sealed class SteppingTime : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan by) => _passed += by;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _passed;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
