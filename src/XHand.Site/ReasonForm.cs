using System.Globalization;
using System.Text.RegularExpressions;

namespace XHand.Site;

/// <summary>A sentence with named places, such as <c>{number} is taken</c>, and its code. The tables of them are what the client translates.</summary>
/// <param name="code">Stable, camelCase; never used again for another sentence.</param>
/// <param name="template">English, with its places in braces.</param>
public sealed partial class ReasonForm(string code, string template)
{
    /// <summary>The code.</summary>
    public string Code => code;

    /// <summary>The English sentence with its places.</summary>
    public string Template => template;

    /// <summary>Names of its places, in the order in which they are filled.</summary>
    public IReadOnlyList<string> Places { get; } = [.. Place().Matches(template).Select(place => place.Groups[1].Value)];

    /// <summary>
    /// The sentence with its places filled in their order: texts, numbers, reasons, or lists of reasons. A value too many is left out, a place
    /// without one stays as it is: what is said of bad input never fails itself.
    /// </summary>
    public Reason With(params ReadOnlySpan<object> values)
    {
        if (values.Length == 0)
        {
            return new(code, Reason.None, template);
        }

        Dictionary<string, object> filled = [];
        for (int i = 0; i < Places.Count && i < values.Length; i++)
        {
            filled[Places[i]] = values[i] is Reason or IReadOnlyList<Reason> ? values[i] : Shown(values[i]);
        }

        return new(code, filled, Place().Replace(template, place => filled.TryGetValue(place.Groups[1].Value, out object? value) ? Shown(value) : place.Value));
    }

    private static string Shown(object value) => value switch
    {
        IEnumerable<Reason> several => string.Join(", ", several),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex(@"\{([a-z]\w*)\}")]
    private static partial Regex Place();
}
