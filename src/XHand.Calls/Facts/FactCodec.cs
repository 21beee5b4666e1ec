using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>Facts to payloads and back.</summary>
public static class FactCodec
{
    /// <summary>The number and payload of a call's fact.</summary>
    public static (FactType Type, byte[] Payload) Encode(CallFact fact) => fact switch
    {
        CallStarted f => (FactType.CallStarted, Bytes(f, FactJson.Default.CallStarted)),
        CallPlanned f => (FactType.CallPlanned, Bytes(f, FactJson.Default.CallPlanned)),
        LegDialled f => (FactType.LegDialled, Bytes(f, FactJson.Default.LegDialled)),
        LegRinging f => (FactType.LegRinging, Bytes(f, FactJson.Default.LegRinging)),
        LegAnswered f => (FactType.LegAnswered, Bytes(f, FactJson.Default.LegAnswered)),
        LegsBridged f => (FactType.LegsBridged, Bytes(f, FactJson.Default.LegsBridged)),
        LegHeld f => (FactType.LegHeld, Bytes(f, FactJson.Default.LegHeld)),
        LegEnded f => (FactType.LegEnded, Bytes(f, FactJson.Default.LegEnded)),
        PromptPlayed f => (FactType.PromptPlayed, Bytes(f, FactJson.Default.PromptPlayed)),
        DigitPressed f => (FactType.DigitPressed, Bytes(f, FactJson.Default.DigitPressed)),
        TrunkSkipped f => (FactType.TrunkSkipped, Bytes(f, FactJson.Default.TrunkSkipped)),
        CallTransferred f => (FactType.CallTransferred, Bytes(f, FactJson.Default.CallTransferred)),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact of the journal."),
    };

    /// <summary>The call's fact in <paramref name="fact"/>; null for another type, CallEnded, or a payload that cannot be read.</summary>
    public static CallFact? DecodeCallFact(in JournalFact fact) => (FactType)fact.Type switch
    {
        FactType.CallStarted => Read(fact, FactJson.Default.CallStarted),
        FactType.CallPlanned => Read(fact, FactJson.Default.CallPlanned),
        FactType.LegDialled => Read(fact, FactJson.Default.LegDialled),
        FactType.LegRinging => Read(fact, FactJson.Default.LegRinging),
        FactType.LegAnswered => Read(fact, FactJson.Default.LegAnswered),
        FactType.LegsBridged => Read(fact, FactJson.Default.LegsBridged),
        FactType.LegHeld => Read(fact, FactJson.Default.LegHeld),
        FactType.LegEnded => Read(fact, FactJson.Default.LegEnded),
        FactType.PromptPlayed => Read(fact, FactJson.Default.PromptPlayed),
        FactType.DigitPressed => Read(fact, FactJson.Default.DigitPressed),
        FactType.TrunkSkipped => Read(fact, FactJson.Default.TrunkSkipped),
        FactType.CallTransferred => Read(fact, FactJson.Default.CallTransferred),
        _ => null,
    };

    /// <summary>The payload of <paramref name="fact"/> as <typeparamref name="T"/>; null when it cannot be read.</summary>
    public static T? Read<T>(in JournalFact fact, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(fact.Payload.Span, type);
        }
        catch (JsonException)
        {
            // A broken payload in our own file: that fact is left out, the rest of the stream is still worth having.
            return null;
        }
    }

    /// <summary>The payload of <paramref name="value"/>.</summary>
    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
