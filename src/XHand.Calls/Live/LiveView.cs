namespace XHand.Calls.Live;

/// <summary>The published views of one exchange.</summary>
public sealed class LiveView(LiveCalls calls, LiveRegistrations registrations, LiveTrunks trunks) : ILiveView
{
    /// <inheritdoc/>
    public IReadOnlyList<CallView> Calls() => calls.Snapshot();

    /// <inheritdoc/>
    public IReadOnlyList<RegistrationView> Registrations() => registrations.Snapshot();

    /// <inheritdoc/>
    public IReadOnlyList<TrunkStatus> Trunks() => trunks.Snapshot();
}
