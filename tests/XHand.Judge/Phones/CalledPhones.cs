using XHand.Load;

namespace XHand.Judge.Phones;

/// <summary>The phones that are called: they register once, ring, answer or do not, and never register again.</summary>
internal sealed class CalledPhones(PhoneWire wire, PhoneLedger ledger)
{
    private const int ExpiresSeconds = 3600;
    private readonly Dictionary<string, Digest> _digests = [];
    private readonly HashSet<string> _registered = [];

    /// <summary>How many are registered.</summary>
    public int Registered => _registered.Count;

    /// <summary>Begins a phone's registration.</summary>
    public void Register(string number)
    {
        _digests[number] = new Digest(number, TrafficShape.PasswordOf(number));
        SendRegister(number, 1);
    }

    /// <summary>Takes a response to REGISTER.</summary>
    public void OnRegistered(int status, string response)
    {
        string number = Wire.Uri(Wire.Header(response, "To"))["sip:".Length..].Split('@')[0];
        if (status == 401)
        {
            _digests[number].Challenge(response);
            SendRegister(number, 2);
        }
        else if (status == 200)
        {
            _registered.Add(number);
        }
    }

    /// <summary>Takes an INVITE.</summary>
    public void OnInvite(string invite)
    {
        string id = Wire.Header(invite, "Call-ID");
        if (ledger.FindDialog(id) is { } known)
        {
            if (known.Answer.Length > 0)
            {
                wire.Send(known.Answer);
            }

            return;
        }

        string caller = Wire.Uri(Wire.Header(invite, "From"))["sip:".Length..].Split('@')[0];
        if (ledger.CallOf(caller) is not { } call)
        {
            ledger.Strange++;
            wire.Send(wire.Response(invite, "486 Busy Here", "j" + id));
            return;
        }

        call.OfferedAt ??= wire.Now;
        PhoneDialog dialog = ledger.Open(new PhoneDialog(call, isCaller: false, id)
        {
            Invite = invite,
            Local = Wire.Header(invite, "To") + ";tag=j" + id,
            Remote = Wire.Header(invite, "From"),
            Target = Wire.Uri(Wire.Header(invite, "Contact")),
        });
        switch (call.Fate)
        {
            case CallFate.Busy:
                Answer(dialog, "486 Busy Here", "");
                break;
            case CallFate.AnswerAtOnce:
                PickUp(dialog);
                break;
            case CallFate.Answer:
                Answer(dialog, "180 Ringing", "");
                wire.After(call.Ring, () => PickUp(dialog));
                break;
            case CallFate.GivenUp:
                Answer(dialog, "180 Ringing", "");
                break;
        }
    }

    /// <summary>Takes a CANCEL.</summary>
    public void OnCancel(PhoneDialog dialog, string cancel)
    {
        wire.Send(wire.Response(cancel, "200 OK", ""));
        if (!dialog.IsUp && !dialog.IsOver)
        {
            Answer(dialog, "487 Request Terminated", "");
            wire.After(TimeSpan.FromMilliseconds(500), () => ledger.Close(dialog));
        }
    }

    /// <summary>Takes an ACK.</summary>
    public void OnAck(PhoneDialog dialog)
    {
        dialog.Pending?.IsDone = true;
        if (!dialog.IsUp)
        {
            ledger.Close(dialog);
            return;
        }

        if (dialog.Call.CalleeHangsUp && !dialog.IsOver && !dialog.IsDead && dialog.CSeq == 0)
        {
            dialog.CSeq = 1;
            wire.After(dialog.Call.Talk, () => ledger.HangUp(dialog));
        }
    }

    /// <summary>Answers the call, alive or not: a phone does not know.</summary>
    public void PickUp(PhoneDialog dialog)
    {
        if (dialog.IsOver || dialog.IsUp)
        {
            return;
        }

        dialog.IsUp = true;
        dialog.Call.PickedUpAt ??= wire.Now;
        dialog.Answer = wire.Response(dialog.Invite, "200 OK", "j" + dialog.CallId, "Content-Type: application/sdp\r\n", Description.Of(40_002));
        dialog.Pending = wire.SendRepeatedly(dialog.Answer);
        ledger.Reached(KillMoment.PickUp);
    }

    private void Answer(PhoneDialog dialog, string status, string body)
    {
        dialog.Answer = wire.Response(dialog.Invite, status, "j" + dialog.CallId, body: body);
        wire.Send(dialog.Answer);
    }

    private void SendRegister(string number, int cseq)
    {
        string uri = $"sip:{wire.Server}";
        PhoneDialog register = new(new JudgedCall("", number, "", CallFate.Busy, 0), isCaller: true, $"reg-{number}-{Environment.ProcessId}")
        {
            Local = $"<sip:{number}@{wire.Server}>;tag=r",
            Remote = $"<sip:{number}@{wire.Server}>",
            Target = uri,
        };
        wire.Send(wire.Request(
            register, "REGISTER", $"Contact: <sip:{number}@{wire.Address}>\r\nExpires: {ExpiresSeconds}\r\n{_digests[number].Line("REGISTER", uri)}", cseq: cseq));
        wire.After(TimeSpan.FromSeconds(1), () =>
        {
            if (!_registered.Contains(number))
            {
                SendRegister(number, cseq);
            }
        });
    }
}
