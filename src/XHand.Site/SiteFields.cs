using System.Net;
using System.Text.Json;

namespace XHand.Site;

/// <summary>Reads the kinds of fields that entries share. Each notes its problem and gives something harmless instead.</summary>
internal static class SiteFields
{
    /// <summary>Reads one element of a list; null with its problem noted.</summary>
    public delegate string? ItemReader(ref SiteJson json);

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

        json.Problem(SiteReasons.NumberRefused.With(SiteText.Shown(number), refusal));
        return "";
    }

    /// <summary>Notes a missing number; false when there is none to go on with.</summary>
    public static bool Numbered(string? number, SitePath entry, SiteProblemList problems) => Keyed(number, "number", entry, problems);

    /// <summary>Notes that what the record is known by is missing; false when there is nothing to go on with.</summary>
    public static bool Keyed(string? key, string field, SitePath entry, SiteProblemList problems)
    {
        if (key is null)
        {
            problems.Add(entry, SiteReasons.NoField.With(field));
        }

        return !string.IsNullOrEmpty(key);
    }

    /// <summary>A name that a record is known by, or "" with the problem noted.</summary>
    public static string Name(ref SiteJson json, string example)
    {
        const int longest = 40;
        if (Line(ref json, example, longest) is not { } name)
        {
            return "";
        }

        // It stands in addresses of the API, in lists and on the command line.
        if (name.Length > 0 && char.IsLetterOrDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.'))
        {
            return name;
        }

        json.Problem(SiteReasons.NotAName.With(longest));
        return "";
    }

    /// <summary>At most 20 characters to dial out of <paramref name="allowed"/>, or "" with the problem noted.</summary>
    public static string Dialable(ref SiteJson json, string example, string allowed, bool mayHavePlus)
    {
        const int longest = 20;
        if (json.Text(example) is not { } text)
        {
            return "";
        }

        ReadOnlySpan<char> rest = mayHavePlus && text.StartsWith('+') ? text.AsSpan(1) : text;
        if (text.Length <= longest && text != "+" && !rest.ContainsAnyExcept(allowed))
        {
            return text;
        }

        json.Problem((mayHavePlus ? SiteReasons.NotDialablePlus : SiteReasons.NotDialable).With(SiteText.Shown(text), longest, allowed));
        return "";
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

    /// <summary>A list of texts that <paramref name="read"/> takes, none twice.</summary>
    public static IReadOnlyList<string> Items(ref SiteJson json, string example, ItemReader read)
    {
        List<string> items = [];
        SitePath list = json.Path;
        for (int i = 0; Element(ref json, list, i, example); i++)
        {
            if (read(ref json) is not { } item)
            {
                continue;
            }

            if (items.Contains(item))
            {
                json.Problem(SiteReasons.Twice.With(item));
            }
            else
            {
                items.Add(item);
            }
        }

        json.Path = list;
        return items;
    }

    /// <summary>A list of group names of 1 to 20 characters, none twice.</summary>
    public static IReadOnlyList<string> Names(ref SiteJson json) => Items(ref json, "[\"1\"]", GroupName);

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
                json.Problem(SiteReasons.NoClass.With(SiteText.Shown(name), CallClassNames.Allowed));
            }
            else if (found is CallClass.Internal or CallClass.Emergency)
            {
                json.Problem(SiteReasons.ClassAlways.With(name));
            }
            else if (classes.Contains(found))
            {
                json.Problem(SiteReasons.Twice.With(name));
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

        json.Problem(SiteReasons.NotOneOf.With(string.Join(", ", allowed), SiteText.Shown(word)));
        return otherwise;
    }

    /// <summary>Notes an unknown key and passes over its value.</summary>
    public static void Unknown(ref SiteJson json, string allowed)
    {
        json.Problem(SiteReasons.UnknownField.With(allowed));
        json.Skip();
    }

    private static string? GroupName(ref SiteJson json)
    {
        string? name = Line(ref json, "1", 20);
        if (name is not "")
        {
            return name;
        }

        json.Problem(SiteReasons.Empty.With());
        return null;
    }

    private static bool Element(ref SiteJson json, SitePath list, int index, string example)
    {
        if (index == 0 && json.Token != JsonTokenType.StartArray)
        {
            json.Problem(SiteReasons.NotAList.With(example, json.Kind()));
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
            json.Problem(SiteReasons.TooManyElements.With(MaxList));
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

    /// <summary>An address, or a network not too wide; null and a problem for anything else.</summary>
    public static string? Network(ref SiteJson json)
    {
        if (json.Text("203.0.113.0/24") is not { } text)
        {
            return null;
        }

        if (SiteText.IsAddress(text))
        {
            return text;
        }

        if (text.Contains('/') && IPNetwork.TryParse(text, out IPNetwork network)
            && SiteText.IsAddress(text[..text.IndexOf('/')]) && IPAddress.Parse(text[..text.IndexOf('/')]).Equals(network.BaseAddress))
        {
            // Whoever is in such a network is trusted.
            int least = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 8 : 19;
            if (network.PrefixLength >= least)
            {
                return text;
            }

            json.Problem(SiteReasons.WideNetwork.With(SiteText.Shown(text), least));
            return null;
        }

        json.Problem(SiteReasons.NoNetwork.With(SiteText.Shown(text)));
        return null;
    }
}
