using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using XHand.Host.Commands;
using XHand.Host.Settings;
using XHand.Sip.Transport;
using XHand.Web.Server;

namespace XHand.Host.Serving;

/// <summary>The certificate that HTTPS and SIP over TLS show, and whom we trust.</summary>
internal static class OwnCertificate
{
    /// <summary>That of the settings, or a self-signed one in the data directory. <see cref="CommandException"/> names the file that cannot be used.</summary>
    public static TlsCertificate Open(HostSettings settings, DataDirectory directory, ILogger log)
    {
        if (settings.Tls is not { } files)
        {
            return TlsCertificate.SelfSigned(directory.Tls, TimeProvider.System, log.CertificateTrouble);
        }

        try
        {
            return TlsCertificate.FromFiles(files.Certificate, files.Key, TimeProvider.System, log.CertificateTrouble);
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw CommandException.BadUsage(
                $"Settings {SettingName.TlsCertificate.Key} and {SettingName.TlsKey.Key} are {files.Certificate} and {files.Key}, which cannot be used: {e.Message} Allowed: {SettingName.TlsCertificate.Allowed}.");
        }
    }

    /// <summary>TLS of SIP. <see cref="CommandException"/> names the file that cannot be used.</summary>
    public static SipTlsOptions ForSip(HostSettings settings, TlsCertificate certificate) => new()
    {
        Certificate = () => certificate.Current,
        ShowsAsClient = settings.Tls is not null,
        Trusted = Trusted(settings),
    };

    private static X509Certificate2Collection Trusted(HostSettings settings)
    {
        X509Certificate2Collection trusted = [];
        if (settings.TlsTrusted is not { } file)
        {
            return trusted;
        }

        try
        {
            trusted.ImportFromPemFile(file);
            return trusted.Count > 0 ? trusted : throw new CryptographicException("there is no certificate in it.");
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw CommandException.BadUsage($"Setting {SettingName.TlsTrusted.Key} is {file}, which cannot be used: {e.Message} Allowed: {SettingName.TlsTrusted.Allowed}.");
        }
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;
}
