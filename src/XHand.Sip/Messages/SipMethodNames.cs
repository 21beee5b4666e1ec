namespace XHand.Sip.Messages;

/// <summary>Methods and their names; names have case (RFC 3261 7.1).</summary>
public static class SipMethodNames
{
    private static readonly string[] s_names =
    [
        "", "INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "INFO", "PRACK", "UPDATE", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH",
    ];

    /// <summary>The name on the wire; "" for <see cref="SipMethod.Other"/>, whose name stands in its message.</summary>
    public static string NameOf(SipMethod method) => s_names[(int)method];

    /// <summary>The method of a name, <see cref="SipMethod.Other"/> when we do not know it.</summary>
    public static SipMethod Find(ReadOnlySpan<byte> name)
    {
        SipMethod method = name.Length switch
        {
            3 => name[0] == 'A' ? SipMethod.Ack : SipMethod.Bye,
            4 => SipMethod.Info,
            5 => name[0] == 'P' ? SipMethod.Prack : SipMethod.Refer,
            6 => name[0] switch { (byte)'I' => SipMethod.Invite, (byte)'C' => SipMethod.Cancel, (byte)'N' => SipMethod.Notify, _ => SipMethod.Update },
            7 => name[0] switch { (byte)'O' => SipMethod.Options, (byte)'M' => SipMethod.Message, _ => SipMethod.Publish },
            8 => SipMethod.Register,
            9 => SipMethod.Subscribe,
            _ => SipMethod.Other,
        };
        return method != SipMethod.Other && IsName(name, s_names[(int)method]) ? method : SipMethod.Other;
    }

    private static bool IsName(ReadOnlySpan<byte> text, string name)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }
}
