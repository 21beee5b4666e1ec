namespace XHand.Site;

/// <summary>Reads one entry of "redirects".</summary>
internal static class RedirectEntryReader
{
    private const string Allowed = "did, name, tag, destination";
    private const string Kinds = "extension, announcement, busy, hangup";
    private const int MinDigits = 2;
    private const int MaxDigits = 20;

    private static readonly string[] _later = ["ringGroup", "queue", "attendant", "voicemail", "conference", "external", "application"];

    /// <summary>The entry at the present token, or null when it has no usable DID. It has no id yet.</summary>
    public static Redirect? Read(ref SiteJson json, SiteProblemList problems)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("a redirect"))
        {
            return null;
        }

        string? did = null;
        bool hasDestination = false;
        Redirect read = new() { Id = Guid.Empty, Did = "", Destination = new(DestinationKind.HangUp, "") };
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            switch (key)
            {
                case "did":
                    did = Did(ref json);
                    break;
                case "name":
                    read = read with { Name = SiteFields.Line(ref json, "Vendas", 80) ?? "" };
                    break;
                case "tag":
                    read = read with { Tag = SiteFields.Line(ref json, "vendas", 40) ?? "" };
                    break;
                case "destination":
                    hasDestination = true;
                    read = read with { Destination = Destination(ref json) ?? read.Destination };
                    break;
                default:
                    SiteFields.Unknown(ref json, Allowed);
                    break;
            }

            json.Path = entry;
        }

        if (!hasDestination)
        {
            problems.Add(entry, SiteReasons.NoField.With("destination"));
        }

        return SiteFields.Keyed(did, "did", entry, problems) ? read with { Did = did! } : null;
    }

    private static string Did(ref SiteJson json)
    {
        if (json.Text("1778") is not { } did)
        {
            return "";
        }

        if (did.Length is < MinDigits or > MaxDigits || !did.All(char.IsAsciiDigit))
        {
            json.Problem(SiteReasons.DidDigits.With(SiteText.Shown(did), MinDigits, MaxDigits));
            return "";
        }

        if (EmergencyNumbers.ServiceOf(did) is { } service)
        {
            json.Problem(SiteReasons.DidEmergency.With(did, service));
            return "";
        }

        return did;
    }

    private static Destination? Destination(ref SiteJson json)
    {
        SitePath at = json.Path;
        if (!json.EnterObject("a destination such as {\"extension\": \"1700\"}"))
        {
            return null;
        }

        Destination? read = null;
        int keys = 0;
        while (json.NextKey(out string key))
        {
            keys++;
            json.Path = at with { Field = $"{at.Field}.{key}" };
            switch (key)
            {
                case "extension":
                    read = new(DestinationKind.Extension, SiteFields.Number(ref json));
                    break;
                case "announcement":
                    read = new(DestinationKind.Announcement, SiteFields.Number(ref json));
                    break;
                case "busy":
                    read = Plain(ref json, DestinationKind.Busy);
                    break;
                case "hangup":
                    read = Plain(ref json, DestinationKind.HangUp);
                    break;
                default:
                    json.Problem(_later.Contains(key)
                        ? SiteReasons.KeyLater.With(Kinds)
                        : SiteReasons.NoDestination.With(Kinds));
                    json.Skip();
                    break;
            }

            json.Path = at;
        }

        if (keys != 1)
        {
            json.Problem(SiteReasons.DestinationKeys.With(Kinds, keys));
        }

        return read;
    }

    private static Destination Plain(ref SiteJson json, DestinationKind kind)
    {
        if (!json.Flag())
        {
            json.Problem(SiteReasons.NotTrue.With());
        }

        return new(kind, "");
    }
}
