namespace XHand.Site;

/// <summary>Reads "companySettings".</summary>
internal static class CompanyEntryReader
{
    private const string Allowed = "domain, realm, timeZone, digest, areaCode, safeAddresses, neverBlocked";

    /// <summary>The settings at the present token, or null.</summary>
    public static CompanyEntry? Read(ref SiteJson json)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("settings of the company"))
        {
            return null;
        }

        CompanyEntry read = new(null, null, null);
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            read = key switch
            {
                "domain" => read with { Domain = Domain(ref json) },
                "realm" => read with { Realm = Realm(ref json) },
                "timeZone" => read with { TimeZone = TimeZone(ref json) },
                "digest" => read with { Digest = SiteFields.Digest(ref json) },
                "areaCode" => read with { AreaCode = AreaCode(ref json) },
                "safeAddresses" => read with { SafeAddresses = SiteFields.Items(ref json, "[\"203.0.113.0/24\"]", SiteFields.Network) },
                "neverBlocked" => read with { NeverBlocked = SiteFields.Names(ref json) },
                _ => Unknown(ref json, read),
            };
            json.Path = entry;
        }

        return read;
    }

    private static CompanyEntry Unknown(ref SiteJson json, CompanyEntry read)
    {
        SiteFields.Unknown(ref json, Allowed);
        return read;
    }

    private static string? Domain(ref SiteJson json)
    {
        if (json.Text("pabx.example.com") is not { } domain)
        {
            return null;
        }

        if (SiteText.IsDomain(domain))
        {
            return domain.ToLowerInvariant();
        }

        json.Problem(SiteReasons.NoDomain.With(SiteText.Shown(domain)));
        return null;
    }

    private static string? Realm(ref SiteJson json)
    {
        if (json.Text("xhand-5f2c") is not { } realm)
        {
            return null;
        }

        // Quoted in every challenge: nothing that would need escaping there.
        if (realm.Length is > 0 and <= 64 && realm.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
        {
            return realm;
        }

        json.Problem(SiteReasons.NoRealm.With());
        return null;
    }

    private static string? AreaCode(ref SiteJson json)
    {
        if (json.Text("21") is not { } code)
        {
            return null;
        }

        // No area code has a zero: 0 begins what stands before one.
        if (code is "" or [>= '1' and <= '9', >= '1' and <= '9'])
        {
            return code;
        }

        json.Problem(SiteReasons.NoAreaCode.With(SiteText.Shown(code)));
        return null;
    }

    private static string? TimeZone(ref SiteJson json)
    {
        if (json.Text("America/Sao_Paulo") is not { } zone)
        {
            return null;
        }

        if (SiteText.IsTimeZone(zone))
        {
            return zone;
        }

        json.Problem(SiteReasons.NoTimeZone.With(SiteText.Shown(zone)));
        return null;
    }
}
