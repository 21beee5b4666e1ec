using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>
/// The <c>;name=value</c> list of a URI or header, order kept, names compared without case. Immutable. Values of header parameters are as on the
/// wire (a quoted-string keeps its quotes, see <see cref="Unquoted"/>), names and values of URI parameters without their escapes.
/// </summary>
public sealed class SipParameters : IEquatable<SipParameters>
{
    /// <summary>No parameters.</summary>
    public static SipParameters Empty { get; } = new([]);

    /// <summary>Takes the pairs as given; a null value is a parameter without one.</summary>
    public SipParameters(IReadOnlyList<KeyValuePair<string, string?>> items) => Items = items;

    /// <summary>The pairs in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Items { get; }

    /// <summary>The value of <paramref name="name"/>, "" for one without a value, null when absent.</summary>
    public string? this[string name]
    {
        get
        {
            int index = IndexOf(name);
            return index < 0 ? null : Items[index].Value ?? "";
        }
    }

    /// <summary>True when present, with or without a value.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>As the indexer, a quoted-string without its quotes and with its escapes resolved.</summary>
    public string? Unquoted(string name)
    {
        string? value = this[name];
        return value is ['"', .., '"'] ? SipText.Unquote(System.Text.Encoding.UTF8.GetBytes(value[1..^1])) : value;
    }

    /// <summary>A copy in which <paramref name="name"/> is set, in its old place or at the end.</summary>
    public SipParameters With(string name, string? value)
    {
        var items = new List<KeyValuePair<string, string?>>(Items.Count + 1);
        items.AddRange(Items);
        int index = IndexOf(name);
        if (index < 0)
        {
            items.Add(new(name, value));
        }
        else
        {
            items[index] = new(items[index].Key, value);
        }

        return new(items);
    }

    /// <summary>A copy without <paramref name="name"/>.</summary>
    public SipParameters Without(string name) =>
        IndexOf(name) < 0 ? this : new(Items.Where(item => !item.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray());

    /// <summary>Equal when the same pairs stand in the same order, case aside.</summary>
    public bool Equals(SipParameters? other)
    {
        if (other is null || other.Items.Count != Items.Count)
        {
            return false;
        }

        for (int i = 0; i < Items.Count; i++)
        {
            if (!Items[i].Key.Equals(other.Items[i].Key, StringComparison.OrdinalIgnoreCase)
                || !string.Equals(Items[i].Value, other.Items[i].Value, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SipParameters);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach ((string key, string? value) in Items)
        {
            hash.Add(key, StringComparer.OrdinalIgnoreCase);
            hash.Add(value, StringComparer.OrdinalIgnoreCase);
        }

        return hash.ToHashCode();
    }

    /// <summary>Header parameters that have been checked on the wire.</summary>
    internal static SipParameters OfHeader(ReadOnlySpan<byte> text)
    {
        var reader = new ParameterReader(text);
        List<KeyValuePair<string, string?>>? items = null;
        while (reader.MoveNext())
        {
            items ??= new(4);
            items.Add(new(SipText.Decode(reader.Name), reader.HasValue ? SipText.Decode(reader.Value) : null));
        }

        return items is null ? Empty : new(items);
    }

    /// <summary>URI parameters that have been checked on the wire.</summary>
    internal static SipParameters OfUri(ReadOnlySpan<byte> text)
    {
        var reader = new ParameterReader(text);
        List<KeyValuePair<string, string?>>? items = null;
        while (reader.MoveNext())
        {
            items ??= new(4);
            items.Add(new(SipText.Unescape(reader.Name), reader.HasValue ? SipText.Unescape(reader.Value) : null));
        }

        return items is null ? Empty : new(items);
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Items.Count; i++)
        {
            if (Items[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
