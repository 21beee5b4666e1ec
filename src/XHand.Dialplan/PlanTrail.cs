using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Gathers the decisions of one plan on the way to its end.</summary>
internal sealed class PlanTrail
{
    private readonly string _number;
    private readonly List<PlanReason> _reasons = [];

    public PlanTrail(DialledNumber dialled)
    {
        _number = dialled.Number;
        if (dialled.Defect is null)
        {
            Note("number", dialled.Ended ? $"{_number} was dialled; the # ended it" : $"{_number} was dialled");
        }
    }

    public PlanTrail Note(string rule, string outcome)
    {
        _reasons.Add(new(rule, outcome));
        return this;
    }

    public RoutePlan Go(CallClass callClass, PlanDestination destination, string rule, string outcome)
    {
        Note(rule, outcome);
        return new(_number, callClass, destination, _reasons);
    }

    public RoutePlan Refuse(CallClass callClass, int sipStatus, int q850Cause, string rule, string why) =>
        Go(callClass, new ToRefusal(sipStatus, q850Cause, why), rule, why);

    /// <summary>A text from outside, short enough for a sentence.</summary>
    public static string Short(string text) => text.Length <= DialledNumber.MaxLength ? text : text[..DialledNumber.MaxLength] + "...";
}
