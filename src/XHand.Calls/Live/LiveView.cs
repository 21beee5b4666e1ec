namespace XHand.Calls.Live;

/// <summary>The published views of one exchange.</summary>
public sealed class LiveView(LiveCalls calls, LiveRegistrations registrations) : ILiveView
{
    /// <inheritdoc/>
    public IReadOnlyList<CallView> Calls() => calls.Snapshot();

    /// <inheritdoc/>
    public IReadOnlyList<RegistrationView> Registrations() => registrations.Snapshot();
}
