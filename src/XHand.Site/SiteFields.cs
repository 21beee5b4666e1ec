using System.Text.Json;

namespace XHand.Site;

/// <summary>Reads the kinds of fields that entries share. Each notes its problem and gives something harmless instead.</summary>
internal static class SiteFields
{
    /// <summary>Most elements of a list.</summary>
    public const int MaxList = 64;

    /// <summary>A dialable number, or null with the problem noted; "" when present but unusable.</summary>
    public static string Number(ref SiteJson json)
    {
        if (json.Text("1700") is not { } number)
        {
            return "";
        }

        if (NumberRules.Refusal(number) is not { } refusal)
        {
            return number;
        }

        json.Problem($"\"{SiteText.Shown(number)}\" {refusal}");
        return "";
    }

    /// <summary>Notes a missing number; false when there is none to go on with.</summary>
    public static bool Numbered(string? number, SitePath entry, SiteProblemList problems)
    {
        if (number is null)
        {
            problems.Add(entry, "has no \"number\"");
        }

        return !string.IsNullOrEmpty(number);
    }

    /// <summary>One line of text, or null with the problem noted.</summary>
    public static string? Line(ref SiteJson json, string example, int longest)
    {
        if (json.Text(example) is not { } text)
        {
            return null;
        }

        if (SiteText.Refusal(text, longest) is not { } refusal)
        {
            return text;
        }

        json.Problem(refusal);
        return null;
    }

    /// <summary>A list of group names of 1 to 20 characters, none twice.</summary>
    public static IReadOnlyList<string> Names(ref SiteJson json)
    {
        List<string> names = [];
        SitePath list = json.Path;
        for (int i = 0; Element(ref json, list, i, "[\"1\"]"); i++)
        {
            if (Line(ref json, "1", 20) is not { } name)
            {
                continue;
            }

            if (name.Length == 0)
            {
                json.Problem("is empty");
            }
            else if (names.Contains(name))
            {
                json.Problem($"\"{name}\" stands in the list twice");
            }
            else
            {
                names.Add(name);
            }
        }

        json.Path = list;
        return names;
    }

    /// <summary>A list of call classes, none twice.</summary>
    public static IReadOnlyList<CallClass> Classes(ref SiteJson json)
    {
        List<CallClass> classes = [];
        SitePath list = json.Path;
        for (int i = 0; Element(ref json, list, i, "[\"local\"]"); i++)
        {
            if (json.Text("local") is not { } name)
            {
                continue;
            }

            if (CallClassNames.Parse(name) is not { } found)
            {
                json.Problem($"\"{SiteText.Shown(name)}\" is no class of calls; allowed: {CallClassNames.Allowed}");
            }
            else if (found is CallClass.Internal or CallClass.Emergency)
            {
                json.Problem($"\"{name}\" is always allowed; leave it out");
            }
            else if (classes.Contains(found))
            {
                json.Problem($"\"{name}\" stands in the list twice");
            }
            else
            {
                classes.Add(found);
            }
        }

        json.Path = list;
        return classes;
    }

    /// <summary>"md5" or "sha256".</summary>
    public static string Digest(ref SiteJson json) => Choice(ref json, "md5", "md5", "sha256");

    /// <summary>One of the allowed words, or <paramref name="otherwise"/> with the problem noted.</summary>
    public static string Choice(ref SiteJson json, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (json.Text(otherwise) is not { } word)
        {
            return otherwise;
        }

        if (allowed.Contains(word))
        {
            return word;
        }

        json.Problem($"must be one of {string.Join(", ", allowed)}, not \"{SiteText.Shown(word)}\"");
        return otherwise;
    }

    /// <summary>Notes an unknown key and passes over its value.</summary>
    public static void Unknown(ref SiteJson json, string allowed)
    {
        json.Problem($"is no field of this; allowed: {allowed}");
        json.Skip();
    }

    private static bool Element(ref SiteJson json, SitePath list, int index, string example)
    {
        if (index == 0 && json.Token != JsonTokenType.StartArray)
        {
            json.Problem($"must be a list such as {example}, not {json.Kind()}");
            json.Skip();
            return false;
        }

        json.Path = list;
        if (!json.NextElement())
        {
            return false;
        }

        json.Path = list with { Element = index };
        if (index == MaxList)
        {
            json.Path = list;
            json.Problem($"may have {MaxList} elements at most");
        }

        if (index < MaxList)
        {
            return true;
        }

        do
        {
            json.Skip();
        }
        while (json.NextElement());
        return false;
    }
}
