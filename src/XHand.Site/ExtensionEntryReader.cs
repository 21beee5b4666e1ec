namespace XHand.Site;

/// <summary>Reads one entry of "extensions".</summary>
internal static class ExtensionEntryReader
{
    private const string Allowed =
        "number, password, name, classOfService, pickupGroups, canPickup, record, digest, maxRegistrations, maxCalls, ringSeconds";

    /// <summary>The entry at the present token, or null when it has no usable number.</summary>
    public static ExtensionEntry? Read(ref SiteJson json, SiteSecretReader secrets, SiteProblemList problems)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("an extension"))
        {
            return null;
        }

        string? number = null;
        SiteSecret secret = default;
        ExtensionEntry read = new() { Number = "" };
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            switch (key)
            {
                case "number":
                    number = SiteFields.Number(ref json);
                    break;
                case "password":
                    secret = secrets.Read(ref json);
                    break;
                case "name":
                    read = read with { Name = SiteFields.Line(ref json, "Ana", 80) ?? "" };
                    break;
                case "classOfService":
                    read = read with { ClassOfService = SiteFields.Classes(ref json) };
                    break;
                case "pickupGroups":
                    read = read with { PickupGroups = SiteFields.Names(ref json) };
                    break;
                case "canPickup":
                    read = read with { CanPickup = SiteFields.Names(ref json) };
                    break;
                case "record":
                    read = read with { Record = json.Flag() };
                    break;
                case "digest":
                    read = read with { Digest = SiteFields.Digest(ref json) };
                    break;
                case "maxRegistrations":
                    read = read with { MaxRegistrations = json.Integer(1, 20, read.MaxRegistrations) };
                    break;
                case "maxCalls":
                    read = read with { MaxCalls = json.Integer(1, 99, read.MaxCalls) };
                    break;
                case "ringSeconds":
                    read = read with { RingSeconds = json.Integer(5, 300, read.RingSeconds) };
                    break;
                default:
                    SiteFields.Unknown(ref json, Allowed);
                    break;
            }

            json.Path = entry;
        }

        return SiteFields.Numbered(number, entry, problems) ? Finish(read with { Number = number! }, secret, secrets, entry, problems) : null;
    }

    private static ExtensionEntry Finish(
        ExtensionEntry read, SiteSecret secret, SiteSecretReader secrets, SitePath entry, SiteProblemList problems)
    {
        SitePath at = entry with { Field = "password" };
        if (secret.Sealed is { } text)
        {
            return read with { Hashes = secrets.Open(text, read.Number, at) };
        }

        if (secret.Clear is not { } password)
        {
            return read;
        }

        if (PasswordRules.Refusal(password, read.Number) is { } refusal)
        {
            problems.Add(at, refusal);
        }
        else if (PasswordRules.Warning(password, read.Number) is { } warning)
        {
            problems.Warn(at, warning);
        }

        return read with { Password = password };
    }
}
