using System.Globalization;
using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>One Via value (RFC 3261 20.42). Immutable.</summary>
/// <param name="Transport">"UDP", "TCP", "TLS", "WS" or "WSS", upper case.</param>
/// <param name="Host">sent-by host, IPv6 without brackets.</param>
/// <param name="Port">sent-by port, or 0 when not written.</param>
/// <param name="Parameters">branch, received, rport, ...</param>
public sealed record SipVia(string Transport, string Host, int Port, SipParameters Parameters)
{
    /// <summary>The branch, or null (RFC 2543 peers).</summary>
    public string? Branch => Parameters["branch"];

    /// <summary>Parses one value; false with a reason when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipVia via, out string? error)
    {
        if (!ViaView.TryRead(text, out ViaView view, out error))
        {
            via = null!;
            return false;
        }

        via = new(SipText.Decode(view.Transport).ToUpperInvariant(), SipText.Decode(view.Host), view.Port, SipParameters.OfHeader(view.Parameters));
        return true;
    }

    /// <summary>As written on the wire.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("SIP/2.0/", 96);
        text.Append(Transport).Append(' ');
        WireText.AppendHost(text, Host);
        if (Port != 0)
        {
            text.Append(':').Append(Port.ToString(CultureInfo.InvariantCulture));
        }

        WireText.AppendHeaderParameters(text, Parameters);
        return text.ToString();
    }
}
