using XHand.Load;

namespace XHand.Judge.Phones;

/// <summary>Every call that the phones made, and the dialogs that are open. One thread.</summary>
internal sealed class PhoneLedger(PhoneWire wire)
{
    private readonly Dictionary<string, PhoneDialog> _dialogs = [];
    private readonly Dictionary<string, JudgedCall> _byCaller = [];
    private readonly List<JudgedCall> _calls = [];
    private readonly List<string> _findings = [];

    /// <summary>Told when a moment is reached, on the phones' thread.</summary>
    public Action<KillMoment>? OnMoment { get; set; }

    /// <summary>Told when both phones of a call are free again.</summary>
    public Action<JudgedCall>? OnFree { get; set; }

    /// <summary>All calls ever made.</summary>
    public IReadOnlyList<JudgedCall> Calls => _calls;

    /// <summary>What should not have been.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Calls that a phone was offered and nobody made, or made any more.</summary>
    public int Strange { get; set; }

    /// <summary>Calls that are not over.</summary>
    public int Live => _byCaller.Count;

    /// <summary>Dialogs that are not over.</summary>
    public IEnumerable<PhoneDialog> OpenDialogs => _dialogs.Values.Where(d => !d.IsOver);

    /// <summary>Answers that requests of dead calls got, by status; 0 is none at all.</summary>
    public SortedDictionary<int, int> DeadAnswers { get; } = [];

    /// <summary>Answered calls of which both sides are up.</summary>
    public int Talking => _byCaller.Values.Count(c => c.AnsweredAt is not null && c.HungUpAt is null);

    /// <summary>Notes a call.</summary>
    public void Add(JudgedCall call)
    {
        _calls.Add(call);
        _byCaller[call.From] = call;
    }

    /// <summary>The call that this extension is making, or null.</summary>
    public JudgedCall? CallOf(string caller) => _byCaller.GetValueOrDefault(caller);

    /// <summary>The dialog of a Call-ID, also one that was over lately.</summary>
    public PhoneDialog? FindDialog(string callId) => _dialogs.GetValueOrDefault(callId);

    /// <summary>Notes what should not have been.</summary>
    public void Note(string finding) => _findings.Add(finding);

    /// <summary>A moment is reached.</summary>
    public void Reached(KillMoment moment) => OnMoment?.Invoke(moment);

    /// <summary>Opens a dialog.</summary>
    public PhoneDialog Open(PhoneDialog dialog)
    {
        _dialogs[dialog.CallId] = dialog;
        dialog.Call.OpenDialogs++;
        return dialog;
    }

    /// <summary>A dialog is over; with the last one the phones are free after a moment.</summary>
    public void Close(PhoneDialog dialog)
    {
        if (dialog.IsOver)
        {
            return;
        }

        dialog.IsOver = true;
        dialog.Pending?.IsDone = true;
        JudgedCall call = dialog.Call;
        call.OpenDialogs--;
        wire.After(TimeSpan.FromMilliseconds(300), () =>
        {
            if (call.OpenDialogs == 0 && _byCaller.GetValueOrDefault(call.From) == call)
            {
                _byCaller.Remove(call.From);
                OnFree?.Invoke(call);
            }
        });

        // Late repetitions are still known for a while.
        wire.After(TimeSpan.FromSeconds(10), () => _dialogs.Remove(dialog.CallId));
    }

    /// <summary>A phone hangs up.</summary>
    public void HangUp(PhoneDialog dialog)
    {
        if (dialog.IsOver || dialog.IsDead || dialog.Call.HungUpAt is not null)
        {
            return;
        }

        dialog.Call.HungUpAt = wire.Now;
        dialog.Call.EndedBy = dialog.IsCaller ? "caller" : "callee";
        dialog.Pending = wire.SendRepeatedly(wire.Request(dialog, "BYE"));
        Reached(KillMoment.HangUp);
    }

    /// <summary>A BYE came.</summary>
    public void OnBye(PhoneDialog dialog, string bye)
    {
        wire.Send(wire.Response(bye, "200 OK", ""));
        if (dialog.Call.HungUpAt is null && !dialog.IsDead)
        {
            dialog.Call.HungUpAt = wire.Now;
            dialog.Call.EndedBy = "system";
            dialog.Call.IsEndConfirmed = true;
        }
        else if (dialog.IsDead && !dialog.IsOver)
        {
            CountDead(200);
        }

        Close(dialog);
    }

    /// <summary>An answer to a BYE came.</summary>
    public void OnByeAnswered(PhoneDialog dialog, int status, string response)
    {
        if (status < 200 || dialog.IsOver || !Wire.Header(response, "CSeq").StartsWith($"{dialog.CSeq} ", StringComparison.Ordinal))
        {
            return;
        }

        dialog.Pending?.IsDone = true;
        // Not asked yet: an answer that the daemon gave before it died and that was read after it was known to be dead.
        if (!dialog.IsDead || !dialog.IsAsked)
        {
            dialog.Call.IsEndConfirmed |= status == 200;
            Close(dialog);
            return;
        }

        if (status == 500 && Wire.Header(response, "Retry-After").Length > 0)
        {
            CountDead(500);
            wire.After(TimeSpan.FromMilliseconds(500), () => AskDead(dialog));
            return;
        }

        CountDead(status);
        if (status != 481)
        {
            Note($"BYE of a dead call ({dialog.CallId}, {(dialog.IsCaller ? "caller" : "callee")}, round {dialog.Call.Round}) was answered {status}.");
        }

        Close(dialog);
    }

    /// <summary>The daemon died: what was open is dead; nothing is sent any more. Returns how many answered calls it cut.</summary>
    public int Cut()
    {
        int cut = 0;
        foreach (JudgedCall call in _byCaller.Values)
        {
            call.CutAt = wire.Now;
            cut += call.AnsweredAt is not null && !call.IsEndConfirmed ? 1 : 0;
        }

        foreach (PhoneDialog dialog in OpenDialogs)
        {
            dialog.IsDead = true;
            dialog.Pending?.IsDone = true;
        }

        return cut;
    }

    /// <summary>The phones go on with their dead calls: those that are up hang up, one that rings answers, one that calls gives up.</summary>
    public void AskAllDead(Action<PhoneDialog> pickUp)
    {
        foreach (PhoneDialog dialog in OpenDialogs.Where(d => d.IsDead).ToArray())
        {
            bool hasDialog = dialog.IsUp && (dialog.IsCaller || dialog.CSeq > 0 || dialog.Call.AnsweredAt is not null);
            if (hasDialog)
            {
                AskDead(dialog);
            }
            else if (!dialog.IsCaller && dialog.Call.Fate is not CallFate.Busy)
            {
                // Rings on, or has answered without having got its ACK: the system has to let it go.
                dialog.IsUp = false;
                pickUp(dialog);
                NoteWhenLeftAlone(dialog);
            }
            else
            {
                Close(dialog);
            }
        }
    }

    private void AskDead(PhoneDialog dialog)
    {
        if (!dialog.IsOver)
        {
            dialog.IsAsked = true;
            dialog.Pending = wire.SendRepeatedly(wire.Request(dialog, "BYE"));
            NoteWhenLeftAlone(dialog);
        }
    }

    private void NoteWhenLeftAlone(PhoneDialog dialog) => wire.After(TimeSpan.FromSeconds(20), () =>
    {
        if (!dialog.IsOver)
        {
            Note($"A phone was left alone with its dead call ({dialog.CallId}, {(dialog.IsCaller ? "caller" : "callee")}).");
            CountDead(0);
            Close(dialog);
        }
    });

    private void CountDead(int status) => DeadAnswers[status] = DeadAnswers.GetValueOrDefault(status) + 1;
}
