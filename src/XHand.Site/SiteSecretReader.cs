using System.Security.Cryptography;

namespace XHand.Site;

/// <summary>A secret as it stood in the file: in clear, or sealed; neither when left out or unreadable.</summary>
internal readonly record struct SiteSecret(string? Clear, string? Sealed);

/// <summary>Reads secrets, which stand in clear as a string or sealed as <c>{"encrypted": "v1:..."}</c>.</summary>
internal sealed class SiteSecretReader(SecretProtector? protector, SiteProblemList problems)
{
    private bool _saidWhy;

    /// <summary>The secret at the present token.</summary>
    public SiteSecret Read(ref SiteJson json)
    {
        if (json.Token != System.Text.Json.JsonTokenType.StartObject)
        {
            return new(json.Text("Zeb-4411-ra"), null);
        }

        SitePath at = json.Path;
        string? text = null;
        json.EnterObject("an encrypted secret");
        while (json.NextKey(out string key))
        {
            if (key == "encrypted")
            {
                text = json.Text("v1:...");
            }
            else
            {
                SiteFields.Unknown(ref json, "encrypted");
            }

            json.Path = at;
        }

        if (text is null)
        {
            problems.Add(at, SiteReasons.SecretShape.With());
        }

        return new(null, text);
    }

    /// <summary>The context that a sealed password of a record is bound to.</summary>
    public static string ContextOf(string kind, string key) => $"{kind}/{key}/password";

    /// <summary>Opens the sealed hashes of an extension's password.</summary>
    public DigestHashes? Open(string text, string number, SitePath at)
    {
        if (Unseal(text, ContextOf("extensions", number), at) is not { } line)
        {
            return null;
        }

        if (DigestHashes.FromLine(line) is { } hashes)
        {
            return hashes;
        }

        problems.Add(at, SiteReasons.SecretEmpty.With());
        return null;
    }

    /// <summary>Opens a sealed secret. That the key is missing or wrong is said once, not for each.</summary>
    public string? Unseal(string text, string context, SitePath at)
    {
        if (protector is null)
        {
            Once(at, SiteReasons.SecretLocked.With());
            return null;
        }

        try
        {
            return protector.Unprotect(text, context);
        }
        catch (CryptographicException e)
        {
            Once(at, SiteReasons.SecretBroken.With(e.Message));
        }

        return null;
    }

    private void Once(SitePath at, Reason reason)
    {
        if (!_saidWhy)
        {
            _saidWhy = true;
            problems.Add(at, reason);
        }
    }
}
