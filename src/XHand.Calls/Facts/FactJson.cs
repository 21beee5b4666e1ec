using System.Text.Json.Serialization;

namespace XHand.Calls.Facts;

/// <summary>The JSON of facts: camelCase, nulls left out. Payloads of the journal and of the <c>event</c> table.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(CallStarted))]
[JsonSerializable(typeof(CallPlanned))]
[JsonSerializable(typeof(LegDialled))]
[JsonSerializable(typeof(LegRinging))]
[JsonSerializable(typeof(LegAnswered))]
[JsonSerializable(typeof(LegsBridged))]
[JsonSerializable(typeof(LegHeld))]
[JsonSerializable(typeof(LegEnded))]
[JsonSerializable(typeof(PromptPlayed))]
[JsonSerializable(typeof(DigitPressed))]
[JsonSerializable(typeof(TrunkSkipped))]
[JsonSerializable(typeof(CallTransferred))]
[JsonSerializable(typeof(ContactBound))]
[JsonSerializable(typeof(ContactUnbound))]
[JsonSerializable(typeof(NodeStarted))]
[JsonSerializable(typeof(NodeStopped))]
[JsonSerializable(typeof(NodeAlive))]
public sealed partial class FactJson : JsonSerializerContext;
