namespace XHand.Site;

/// <summary>Where in a site file something stands; made into text only when there is something to say.</summary>
/// <param name="Kind">Top-level key, or null for the file itself.</param>
/// <param name="Index">Entry of the kind's array, or -1.</param>
/// <param name="Field">Field of the entry or object, or null.</param>
/// <param name="Element">Element of the field's list, or -1.</param>
internal readonly record struct SitePath(string? Kind, int Index = -1, string? Field = null, int Element = -1)
{
    /// <summary>The file itself.</summary>
    public static readonly SitePath File = new(null);

    public override string ToString()
    {
        string text = Kind ?? "";
        if (Index >= 0)
        {
            text += $"[{Index}]";
        }

        if (Field is not null)
        {
            text += $".{Field}";
        }

        return Element >= 0 ? $"{text}[{Element}]" : text;
    }
}
