namespace XHand.Site;

/// <summary>Reads one entry of "announcements".</summary>
internal static class AnnouncementEntryReader
{
    /// <summary>The language of an announcement that names none.</summary>
    public const string DefaultLanguage = "pt-BR";

    private const string Allowed = "number, name, prompt, language";

    /// <summary>The entry at the present token, or null when it has no usable number.</summary>
    public static AnnouncementEntry? Read(ref SiteJson json, SiteProblemList problems)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("an announcement"))
        {
            return null;
        }

        string? number = null;
        string? prompt = null;
        AnnouncementEntry read = new("", "", "", DefaultLanguage);
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            switch (key)
            {
                case "number":
                    number = SiteFields.Number(ref json);
                    break;
                case "name":
                    read = read with { Name = SiteFields.Line(ref json, "Boas-vindas", 80) ?? "" };
                    break;
                case "prompt":
                    prompt = Prompt(ref json);
                    break;
                case "language":
                    read = read with { Language = SiteFields.Choice(ref json, DefaultLanguage, "pt-BR", "en", "es") };
                    break;
                default:
                    SiteFields.Unknown(ref json, Allowed);
                    break;
            }

            json.Path = entry;
        }

        if (prompt is null)
        {
            problems.Add(entry, SiteReasons.NoField.With("prompt"));
        }

        return SiteFields.Numbered(number, entry, problems) ? read with { Number = number!, Prompt = prompt ?? "" } : null;
    }

    private static string Prompt(ref SiteJson json)
    {
        if (json.Text("welcome") is not { } name)
        {
            return "";
        }

        // A name becomes a file's: no separator, no dot, nothing that leaves the folder.
        if (name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return name;
        }

        json.Problem(SiteReasons.PromptName.With());
        return "";
    }
}
