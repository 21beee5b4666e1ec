using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Gathers the decisions of one plan on the way to its end.</summary>
/// <param name="number">The number as dialled.</param>
/// <param name="withMisses">What did not match is to be noted too.</param>
internal sealed class PlanTrail(string number, bool withMisses)
{
    private readonly List<PlanReason> _reasons = [];

    /// <summary>What did not match is to be noted too.</summary>
    public bool WithMisses => withMisses;

    /// <summary>The number as normalised so far.</summary>
    public string Number { get; set; } = number;

    public PlanTrail Note(string rule, string outcome)
    {
        _reasons.Add(new(rule, outcome));
        return this;
    }

    public RoutePlan Go(CallClass callClass, PlanDestination destination, string rule, string outcome)
    {
        Note(rule, outcome);
        return Go(callClass, destination);
    }

    public RoutePlan Go(CallClass callClass, PlanDestination destination) => new(Number, callClass, destination, _reasons);

    public RoutePlan Refuse(CallClass callClass, int sipStatus, int q850Cause, string rule, string why) =>
        Go(callClass, new ToRefusal(sipStatus, q850Cause, why), rule, why);

    /// <summary>A text from outside, short enough for a sentence.</summary>
    public static string Short(string text) => text.Length <= DialledNumber.MaxLength ? text : text[..DialledNumber.MaxLength] + "...";
}
