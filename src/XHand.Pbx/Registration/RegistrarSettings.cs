namespace XHand.Pbx.Registration;

/// <summary>How long a phone's binding may last (RFC 3261 10.2.8, 10.3).</summary>
public sealed record RegistrarSettings
{
    /// <summary>Shortest; less is refused with 423. Keeps a flood of refreshes away.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest; more is shortened.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>
    /// How long the 200 for a new binding waits. baresip 1.0.0's mwi module subscribes in an endless loop (2,000 requests a second) when it is registered and
    /// subscribing in the first millisecond of its life, which a PBX as near and fast as this one manages.
    /// </summary>
    public TimeSpan FirstAnswerDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Where the phone does not say.</summary>
    public TimeSpan Default { get; init; } = TimeSpan.FromSeconds(3600);
}
