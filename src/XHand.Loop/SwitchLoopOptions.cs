namespace XHand.Loop;

/// <summary>Sizes of the switch loop. The defaults are for 1,500 call attempts a second on one core.</summary>
public sealed record SwitchLoopOptions
{
    /// <summary>Turns that may wait in <see cref="LoopLane.InDialog"/>; rounded up to a power of two.</summary>
    public int InDialogCapacity { get; init; } = 16_384;

    /// <summary>Turns that may wait in <see cref="LoopLane.NewCalls"/>; rounded up to a power of two.</summary>
    public int NewCallsCapacity { get; init; } = 2_048;

    /// <summary>Turns that may wait in <see cref="LoopLane.Registrations"/>; rounded up to a power of two.</summary>
    public int RegistrationsCapacity { get; init; } = 8_192;

    /// <summary>Timers that expire before input is looked at again.</summary>
    public int ExpiriesPerPass { get; init; } = 256;

    /// <summary>A turn longer than this is counted and logged with its name.</summary>
    public TimeSpan SlowTurn { get; init; } = TimeSpan.FromMilliseconds(5);
}
