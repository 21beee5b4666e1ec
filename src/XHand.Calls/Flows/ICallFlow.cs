namespace XHand.Calls.Flows;

/// <summary>A call's script. It reads like the manual: verbs, awaited one after the other, and outcomes.</summary>
public interface ICallFlow
{
    /// <summary>Its name in logs and turns.</summary>
    string Name { get; }

    /// <summary>Runs it to the end of the call.</summary>
    Task<FlowEnd> RunAsync(ICallVerbs call);
}
