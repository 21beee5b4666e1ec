namespace XHand.Site;

/// <summary>Reads one entry of "routes".</summary>
internal static class RouteEntryReader
{
    private const string Allowed =
        "name, active, direction, pattern, order, checkClass, class, record, trunks, strip, prefix, suffix, falseRingback";

    private const string Classes = "internal, " + CallClassNames.Allowed;

    /// <summary>The entry at the present token, or null when it has no usable name. It has no id yet.</summary>
    public static Route? Read(ref SiteJson json, SiteProblemList problems)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("a route"))
        {
            return null;
        }

        string? name = null;
        string? pattern = null;
        Route read = new() { Id = Guid.Empty, Name = "", Pattern = "" };
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            switch (key)
            {
                case "name":
                    name = SiteFields.Name(ref json, "Default");
                    break;
                case "pattern":
                    pattern = Pattern(ref json);
                    break;
                default:
                    read = Field(ref json, key, read);
                    break;
            }

            json.Path = entry;
        }

        if (pattern is null)
        {
            problems.Add(entry, SiteReasons.NoField.With("pattern"));
        }

        if (read is { Direction: RouteDirection.Outbound, Trunks.Count: 0 })
        {
            problems.Add(entry with { Field = "trunks" }, SiteReasons.NeedsTrunk.With());
        }

        return SiteFields.Keyed(name, "name", entry, problems) ? read with { Name = name!, Pattern = pattern ?? "" } : null;
    }

    private static Route Field(ref SiteJson json, string key, Route read) => key switch
    {
        "active" => read with { Active = json.Flag() },
        "direction" => read with { Direction = TrunkNames.Direction(SiteFields.Choice(ref json, "outbound", "outbound", "inbound")) },
        "order" => read with { Order = json.Integer(1, 9999, read.Order) },
        "checkClass" => read with { CheckClass = json.Flag() },
        "class" => read with { Class = Class(ref json) },
        "record" => read with { Record = json.Flag() },
        "trunks" => read with { Trunks = SiteFields.Items(ref json, "[\"operadora\"]", TrunkName) },
        "strip" => read with { Strip = json.Integer(0, 20, read.Strip) },
        "prefix" => read with { Prefix = SiteFields.Dialable(ref json, "0", "0123456789*#", mayHavePlus: true) },
        "suffix" => read with { Suffix = SiteFields.Dialable(ref json, "0", "0123456789*#", mayHavePlus: false) },
        "falseRingback" => read with { FalseRingback = json.Flag() },
        _ => Unknown(ref json, read),
    };

    private static Route Unknown(ref SiteJson json, Route read)
    {
        SiteFields.Unknown(ref json, Allowed);
        return read;
    }

    private static string Pattern(ref SiteJson json)
    {
        if (json.Text("0XXXXXXXXXX") is not { } pattern)
        {
            return "";
        }

        if (NumberPattern.Problem(pattern) is not { } problem)
        {
            return pattern;
        }

        json.Problem(problem);
        return "";
    }

    private static string? TrunkName(ref SiteJson json) => SiteFields.Name(ref json, "operadora") is { Length: > 0 } name ? name : null;

    private static CallClass? Class(ref SiteJson json)
    {
        if (json.Text("local") is not { } name)
        {
            return null;
        }

        if (CallClassNames.Parse(name) is { } found and not CallClass.Emergency)
        {
            return found;
        }

        json.Problem(name == "emergency"
            ? SiteReasons.ClassFixed.With()
            : SiteReasons.NoClass.With(SiteText.Shown(name), Classes));
        return null;
    }
}
