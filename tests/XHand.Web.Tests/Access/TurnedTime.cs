namespace XHand.Web.Tests.Access;

/// <summary>The system's time, put forward by the test.</summary>
internal sealed class TurnedTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Forward(TimeSpan by) => _ahead += by;
}
