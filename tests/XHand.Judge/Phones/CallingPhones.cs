using System.Globalization;
using System.Text;
using XHand.Load;

namespace XHand.Judge.Phones;

/// <summary>The phones that call: INVITE with digest, ACK, CANCEL.</summary>
internal sealed class CallingPhones(PhoneWire wire, PhoneLedger ledger)
{
    private const int MostChallenges = 3;
    private readonly Dictionary<string, Digest> _digests = [];

    /// <summary>Begins a call.</summary>
    public void Call(JudgedCall call)
    {
        PhoneDialog dialog = ledger.Open(new PhoneDialog(call, isCaller: true, call.Id)
        {
            Local = $"<sip:{call.From}@{wire.Server}>;tag=c{call.Id}",
        });
        call.InvitedAt = wire.Now;
        Invite(dialog);
        ledger.Reached(KillMoment.SetUp);
    }

    /// <summary>Takes a response to an INVITE.</summary>
    public void OnResponse(PhoneDialog dialog, int status, string response)
    {
        if (status >= 200 && dialog.IsUp && status < 300)
        {
            wire.Send(dialog.Answer);
            return;
        }

        if (dialog.IsOver || dialog.IsDead || int.Parse(Wire.Header(response, "CSeq").Split(' ')[0], CultureInfo.InvariantCulture) != dialog.CSeq)
        {
            return;
        }

        dialog.Pending!.IsDone = true;
        if (status < 200)
        {
            if (status == 180 && dialog.Call.Fate == CallFate.GivenUp && dialog.Answer.Length == 0)
            {
                dialog.Answer = [1];
                wire.After(dialog.Call.Ring, () => Cancel(dialog));
            }
        }
        else if (status < 300)
        {
            Answered(dialog, response);
        }
        else
        {
            Refused(dialog, status, response);
        }
    }

    private void Answered(PhoneDialog dialog, string response)
    {
        JudgedCall call = dialog.Call;
        dialog.IsUp = true;
        dialog.Remote = Wire.Header(response, "To");
        dialog.Target = Wire.Uri(Wire.Header(response, "Contact"));
        dialog.Answer = wire.Request(dialog, "ACK", cseq: dialog.CSeq);
        wire.Send(dialog.Answer);
        call.AnsweredAt = wire.Now;
        ledger.Reached(KillMoment.Answer);
        if (!call.CalleeHangsUp)
        {
            wire.After(call.Talk, () => ledger.HangUp(dialog));
        }
    }

    private void Refused(PhoneDialog dialog, int status, string response)
    {
        wire.Send(Encoding.UTF8.GetBytes(
            $"ACK {dialog.Target} SIP/2.0\r\n{Wire.Lines(response, "Via")}Max-Forwards: 70\r\n" + Wire.Lines(response, "From") + Wire.Lines(response, "To")
            + $"Call-ID: {dialog.CallId}\r\nCSeq: {dialog.CSeq} ACK\r\nContent-Length: 0\r\n\r\n"));
        if (status == 401 && dialog.CSeq < MostChallenges)
        {
            DigestOf(dialog.Call.From).Challenge(response);
            Invite(dialog);
            return;
        }

        dialog.Call.Refusal = status;
        dialog.Call.RefusedAt = wire.Now;
        ledger.Close(dialog);
    }

    private void Invite(PhoneDialog dialog)
    {
        JudgedCall call = dialog.Call;
        dialog.Target = $"sip:{call.To}@{wire.Server}";
        dialog.Remote = $"<{dialog.Target}>";
        dialog.Branch = wire.NewBranch();
        string headers = $"Contact: <sip:{call.From}@{wire.Address}>\r\n{DigestOf(call.From).Line("INVITE", dialog.Target)}Content-Type: application/sdp\r\n";
        dialog.Pending = wire.SendRepeatedly(wire.Request(dialog, "INVITE", headers, Description.Of(40_000), dialog.Branch));
    }

    private void Cancel(PhoneDialog dialog)
    {
        if (!dialog.IsOver && !dialog.IsDead)
        {
            wire.Send(wire.Request(dialog, "CANCEL", branch: dialog.Branch, cseq: dialog.CSeq));
            wire.After(TimeSpan.FromSeconds(1), () => Cancel(dialog));
        }
    }

    private Digest DigestOf(string number)
    {
        if (!_digests.TryGetValue(number, out Digest? digest))
        {
            _digests[number] = digest = new Digest(number, TrafficShape.PasswordOf(number));
        }

        return digest;
    }
}
