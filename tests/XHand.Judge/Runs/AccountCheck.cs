using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Holds the system's records against the phones' account.</summary>
internal static class AccountCheck
{
    /// <summary>The heartbeat of a node with calls: how much of a cut call's talking time may be missing.</summary>
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A 200 to the caller waits for its fact, at most 50 ms when the disk takes none (rule 9 of the loop). A phone that hangs up within this, and the way, was
    /// never heard by the caller: 480, and on record as failed.
    /// </summary>
    private static readonly TimeSpan _answerHeld = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// What nobody waits for is written within 50 ms: a call that was made and refused in the last moment before a kill may have left nothing (docs/RELIABILITY.md).
    /// The rest is the way of its INVITE, twice for the challenge.
    /// </summary>
    private static readonly TimeSpan _notWrittenYet = TimeSpan.FromMilliseconds(80);

    /// <summary>Calls that were answered, as the caller saw it.</summary>
    public static int Answered(IEnumerable<JudgedCall> calls) => calls.Count(c => c.AnsweredAt is not null);

    /// <summary>True when every call that must have a record has one: time to look closer.</summary>
    public static bool IsComplete(IEnumerable<JudgedCall> calls, IEnumerable<RecordLine> records)
    {
        HashSet<string> there = [.. records.Select(r => r.SipCallId)];
        return calls.All(c => !MustHaveRecord(c) || there.Contains(c.Id));
    }

    /// <summary>Tells every difference.</summary>
    public static void Run(IReadOnlyList<JudgedCall> calls, IReadOnlyList<RecordLine> records, Limits limits, Verdict verdict)
    {
        ILookup<string, RecordLine> byCall = records.ToLookup(r => r.SipCallId);
        HashSet<string> known = [.. calls.Select(c => c.Id)];
        foreach (RecordLine stranger in records.Where(r => !known.Contains(r.SipCallId)))
        {
            verdict.Fail($"Record {stranger.CallId} ({stranger.Result}) belongs to no call that a phone made: \"{stranger.SipCallId}\".");
        }

        foreach (RecordLine record in records.Where(r => r.TalkMs < 0 || r.TotalMs < r.TalkMs))
        {
            verdict.Fail($"Record {record.CallId}: talked {record.TalkMs} ms of {record.TotalMs} ms.");
        }

        foreach (JudgedCall call in calls)
        {
            RecordLine[] found = [.. byCall[call.Id]];
            if (found.Length > 1)
            {
                verdict.Fail($"{Describe(call)} has {found.Length} records.");
            }
            else if (found.Length == 1)
            {
                CheckRecord(call, found[0], limits, verdict);
            }
            else if (MustHaveRecord(call))
            {
                verdict.Fail($"{Describe(call)} has no record. Refused with {call.Refusal} {Since(call.InvitedAt, call.RefusedAt)}, the daemon killed {Since(call.InvitedAt, call.CutAt)}.");
            }
        }
    }

    private static bool MustHaveRecord(JudgedCall call) =>
        call.AnsweredAt is not null || (call.Refusal is 486 or 487 or 408 or 480 && !(call.CutAt - call.InvitedAt < _notWrittenYet));

    private static void CheckRecord(JudgedCall call, RecordLine record, Limits limits, Verdict verdict)
    {
        if (call.AnsweredAt is { } answered)
        {
            bool endedBefore = call.IsEndConfirmed;
            bool mayBeCrash = call.CutAt is not null && !(endedBefore && call.CutAt - call.HungUpAt > TimeSpan.FromSeconds(1));
            bool mayBeAnswered = call.CutAt is null || call.HungUpAt is not null;
            verdict.Must(
                (record.Result == "answered" && mayBeAnswered) || (record.Result == "crash" && mayBeCrash),
                $"{Describe(call)} is on record as {record.Result}.");
            verdict.Must(record.AnsweredAt is not null, $"{Describe(call)} is on record without an answer.");
            TimeSpan end = call.HungUpAt ?? call.CutAt ?? answered;
            TimeSpan talked = end - answered;
            TimeSpan least = talked - limits.Talk - (record.Result == "crash" ? _heartbeat : TimeSpan.Zero);
            verdict.Must(
                record.TalkMs >= least.TotalMilliseconds && record.TalkMs <= (talked + limits.Talk).TotalMilliseconds,
                $"{Describe(call)} talked {talked.TotalMilliseconds:0} ms; on record are {record.TalkMs} ms ({record.Result}).");
            if (record.Result == "answered" && call.CutAt is null)
            {
                verdict.Must(record.EndedBy == call.EndedBy, $"{Describe(call)} was ended by {call.EndedBy}; on record by {record.EndedBy}.");
            }

            return;
        }

        bool hungUpAtOnce = call is { Refusal: 480, EndedBy: "callee" } && call.HungUpAt - call.PickedUpAt < _answerHeld;
        string expected = call.Refusal switch
        {
            486 => "busy",
            487 => "cancelled",
            _ => hungUpAtOnce ? "failed" : "",
        };
        verdict.Must(
            call.Refusal is 0 or 486 or 487 or 503 || hungUpAtOnce || limits.MayShed,
            $"{Describe(call)} was refused with {call.Refusal}, the phone being told to {call.Fate}; on record as {record.Result}: {record.Reason}. "
            + $"Picked up {Since(call.InvitedAt, call.PickedUpAt)}, hung up by {call.EndedBy} {Since(call.InvitedAt, call.HungUpAt)}.");
        verdict.Must(
            expected.Length == 0 || record.Result == expected || (record.Result == "crash" && call.CutAt is not null),
            $"{Describe(call)} was refused with {call.Refusal}; on record as {record.Result}.");
    }

    private static string Since(TimeSpan begun, TimeSpan? at) => at is { } then ? $"after {(then - begun).TotalMilliseconds:0} ms" : "never";

    private static string Describe(JudgedCall call) =>
        $"Call {call.Id} of round {call.Round} ({call.From} to {call.To}, {(call.AnsweredAt is null ? "not answered" : "answered")}{(call.CutAt is null ? "" : ", cut")})";
}
