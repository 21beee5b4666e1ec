using System.Globalization;
using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>
/// A sip or sips URI (RFC 3261 19.1), or a tel URI (RFC 3966) whose number stands in <see cref="User"/>. Immutable. A URI of any other scheme keeps
/// what follows the colon in <see cref="User"/>, as written.
/// </summary>
/// <param name="Scheme">"sip", "sips" or "tel", lower case; another as it came.</param>
/// <param name="User">User part, unescaped, or null.</param>
/// <param name="Host">Host as written, IPv6 without brackets, lower case; "" for tel.</param>
/// <param name="Port">Port, or 0 when not written.</param>
/// <param name="Parameters">URI parameters.</param>
/// <param name="Headers">What follows "?", as written, or null.</param>
public sealed record SipUri(string Scheme, string? User, string Host, int Port, SipParameters Parameters, string? Headers = null)
{
    // RFC 3261 19.1.4: these never match when only one side has them; others are ignored then.
    private static readonly string[] s_bindingParameters = ["transport", "user", "ttl", "method", "maddr"];

    /// <summary>The password part, unescaped, or null; written back as it came, used for nothing.</summary>
    public string? Password { get; init; }

    /// <summary>True for sip and sips.</summary>
    public bool IsSip => Scheme is "sip" or "sips";

    /// <summary>A plain sip URI.</summary>
    public static SipUri Sip(string? user, string host, int port = 0) => new("sip", user, host, port, SipParameters.Empty);

    /// <summary>Parses one URI without angle brackets; false with a reason when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri, out string? error)
    {
        if (!UriView.TryRead(text, out UriView view, out error))
        {
            uri = null!;
            return false;
        }

        uri = From(view);
        return true;
    }

    /// <summary>The same for text.</summary>
    public static bool TryParse(string text, out SipUri uri) => TryParse(Encoding.UTF8.GetBytes(text), out uri, out _);

    /// <summary>True when equal by RFC 3261 19.1.4 (RFC 3966 4 for tel).</summary>
    public bool Matches(SipUri other)
    {
        if (!Scheme.Equals(other.Scheme, StringComparison.Ordinal) || Port != other.Port
            || !Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        bool sameUser = Scheme == "tel"
            ? Digits(User).Equals(Digits(other.User), StringComparison.OrdinalIgnoreCase)
            : string.Equals(User, other.User, StringComparison.Ordinal);
        return sameUser && string.Equals(Password, other.Password, StringComparison.Ordinal)
            && ParametersMatch(other) && HeadersMatch(Headers, other.Headers);
    }

    /// <summary>The URI as it is written on the wire, user escaped.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(64);
        AppendTo(text);
        return text.ToString();
    }

    internal void AppendTo(StringBuilder text)
    {
        text.Append(Scheme).Append(':');
        if (!IsSip)
        {
            if (Scheme == "tel")
            {
                WireText.AppendNumber(text, User ?? "");
                WireText.AppendUriParameters(text, Parameters);
            }
            else
            {
                text.Append(User);
            }

            return;
        }

        if (!string.IsNullOrEmpty(User))
        {
            WireText.AppendUser(text, User);
            if (Password is not null)
            {
                text.Append(':');
                WireText.AppendPassword(text, Password);
            }

            text.Append('@');
        }

        WireText.AppendHost(text, Host);
        if (Port != 0)
        {
            text.Append(':').Append(Port.ToString(CultureInfo.InvariantCulture));
        }

        WireText.AppendUriParameters(text, Parameters);
        if (Headers is not null)
        {
            text.Append('?').Append(Headers);
        }
    }

    internal static SipUri From(in UriView view)
    {
        if (view.Kind == SipUriKind.Sip)
        {
            return new SipUri(
                view.Scheme.Length == 3 ? "sip" : "sips",
                view.HasUser ? SipText.Unescape(view.User) : null,
                Lower(view.Host),
                view.Port,
                SipParameters.OfUri(view.Parameters),
                view.HasHeaders ? SipText.Decode(view.Headers) : null)
            {
                Password = view.HasPassword ? SipText.Unescape(view.Password) : null,
            };
        }

        return view.Kind == SipUriKind.Tel
            ? new SipUri("tel", SipText.Unescape(view.User), "", 0, SipParameters.OfUri(view.Parameters))
            : new SipUri(Lower(view.Scheme), SipText.Decode(view.User), "", 0, SipParameters.Empty);
    }

    private static string Lower(ReadOnlySpan<byte> ascii) => string.Create(ascii.Length, ascii, static (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = char.ToLowerInvariant((char)from[i]);
        }
    });

    private bool ParametersMatch(SipUri other)
    {
        foreach (string name in s_bindingParameters)
        {
            if (Parameters.Contains(name) != other.Parameters.Contains(name))
            {
                return false;
            }
        }

        // For tel every parameter counts (RFC 3966 4); for sip only those that stand in both.
        if (Scheme == "tel" && Parameters.Items.Count != other.Parameters.Items.Count)
        {
            return false;
        }

        foreach ((string name, string? value) in Parameters.Items)
        {
            string? theirs = other.Parameters[name];
            if (theirs is null ? Scheme == "tel" : !theirs.Equals(value ?? "", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HeadersMatch(string? ours, string? theirs)
    {
        if (ours is null || theirs is null)
        {
            return ours is null && theirs is null;
        }

        string[] left = ours.Split('&');
        string[] right = theirs.Split('&');
        Array.Sort(left, StringComparer.OrdinalIgnoreCase);
        Array.Sort(right, StringComparer.OrdinalIgnoreCase);
        return left.AsSpan().SequenceEqual(right, StringComparer.OrdinalIgnoreCase);
    }

    private static string Digits(string? number) => string.Concat((number ?? "").Where(one => one is not ('-' or '.' or '(' or ')')));
}
