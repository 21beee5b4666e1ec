using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>A name-addr or addr-spec with its header parameters: From, To, Contact, Route... (RFC 3261 20.10). Immutable.</summary>
public sealed record SipNameAddress(string? DisplayName, SipUri Uri, SipParameters Parameters)
{
    /// <summary>The tag parameter, or null.</summary>
    public string? Tag => Parameters["tag"];

    /// <summary>A copy with the tag set.</summary>
    public SipNameAddress WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    /// <summary>Parses one value; false with a reason when it is none. "*" (REGISTER) is not parsed here.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipNameAddress address, out string? error)
    {
        if (!NameAddressView.TryRead(text, out NameAddressView view, out error))
        {
            address = null!;
            return false;
        }

        string? name = view.DisplayName.IsEmpty ? null : view.IsQuoted ? SipText.Unquote(view.DisplayName) : SipText.Decode(view.DisplayName);
        address = new(name, SipUri.From(view.Uri), SipParameters.OfHeader(view.Parameters));
        return true;
    }

    /// <summary>As written on the wire, the display name always quoted and escaped, the URI always in angle brackets.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(96);
        if (!string.IsNullOrEmpty(DisplayName))
        {
            WireText.AppendQuoted(text, DisplayName);
            text.Append(' ');
        }

        text.Append('<');
        Uri.AppendTo(text);
        text.Append('>');
        WireText.AppendHeaderParameters(text, Parameters);
        return text.ToString();
    }
}
