using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Loop.Journal;

namespace XHand.Calls.Tracing;

/// <summary>Facts in words.</summary>
internal static class TraceText
{
    /// <summary>The event that <paramref name="fact"/> is shown as; null for one that cannot be read.</summary>
    public static TraceEvent? Of(in JournalFact fact, DateTimeOffset at)
    {
        string type = JsonNamingPolicy.CamelCase.ConvertName(((FactType)fact.Type).ToString());
        if ((FactType)fact.Type == FactType.CallEnded)
        {
            return FactCodec.Read(fact, FactJson.Default.CallRecord) is { } record ? new(at, type, null, Ended(record), null) : null;
        }

        return FactCodec.DecodeCallFact(fact) is not { } told ? null
            : told is DigitPressed digit ? new(at, type, digit.LegId, "pressed a digit", Fields(fact, told with { }, hidden: true))
            : new(at, type, LegOf(told), Words(told), Fields(fact, told, hidden: false));
    }

    private static Guid? LegOf(CallFact fact) => fact switch
    {
        CallStarted f => f.LegId,
        LegDialled f => f.LegId,
        LegRinging f => f.LegId,
        LegAnswered f => f.LegId,
        LegsBridged f => f.LegId,
        LegHeld f => f.LegId,
        LegEnded f => f.LegId,
        PromptPlayed f => f.LegId,
        CallTransferred f => f.LegId,
        _ => null,
    };

    private static string Words(CallFact fact) => fact switch
    {
        CallStarted f => $"{f.From} dials {f.Dialled}",
        CallPlanned f => $"goes to {f.To}, class {f.Class}",
        LegDialled f => $"{f.Number} is called at {f.RemoteAddress}",
        LegRinging f => f.SipStatus == 180 ? "rings" : $"is on its way ({f.SipStatus})",
        LegAnswered f => f.Codec.Length > 0 ? $"answered, {f.Codec}" : "answered",
        CallTransferred f => $"{f.By} transfers the other to {f.To} ({f.Kind})",
        LegsBridged f => $"they hear each other, {f.Codec}",
        LegHeld f => f.Held ? "holds" : "takes the call back",
        LegEnded f => $"ended by {(f.ByPeer ? "the party" : "us")}: {f.Reason} (SIP {f.SipStatus}, Q.850 {f.Q850Cause})",
        PromptPlayed f => $"prompt {f.Prompt} {(f.Completed ? "played" : "broken off")}",
        _ => fact.GetType().Name,
    };

    private static string Ended(CallRecord record) =>
        $"{record.Result}, ended by {record.EndedBy} (SIP {record.SipStatus}, Q.850 {record.Q850Cause}), talked {record.TalkMs / 1000.0:F1} s";

    private static JsonElement? Fields(in JournalFact fact, CallFact told, bool hidden)
    {
        if (hidden && told is DigitPressed digit)
        {
            return JsonSerializer.SerializeToElement(digit with { Digit = "*" }, FactJson.Default.DigitPressed);
        }

        using JsonDocument document = JsonDocument.Parse(fact.Payload);
        return document.RootElement.Clone();
    }
}
