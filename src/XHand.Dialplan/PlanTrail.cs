using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Gathers the decisions of one plan on the way to its end.</summary>
/// <param name="number">The number as dialled.</param>
/// <param name="withMisses">Also notes what did not match.</param>
internal sealed class PlanTrail(string number, bool withMisses)
{
    private readonly List<PlanReason> _reasons = [];

    /// <summary>The number as normalised so far.</summary>
    public string Number { get; set; } = number;

    public PlanTrail Note(string rule, string outcome)
    {
        _reasons.Add(new(rule, outcome));
        return this;
    }

    /// <summary>Notes what did not match, when asked for; the text is made only then.</summary>
    public void Miss<T>(string rule, T about, Func<T, string> outcome)
    {
        if (withMisses)
        {
            Note(rule, outcome(about));
        }
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
