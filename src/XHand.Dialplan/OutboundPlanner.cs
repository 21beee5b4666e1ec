using XHand.Site;

namespace XHand.Dialplan;

/// <summary>
/// Decides which trunks a number outside goes over. The first active route that matches decides whether the caller may; the further
/// ones that match are where the call overflows to.
/// </summary>
/// <param name="trail">Takes the decisions.</param>
/// <param name="company">The caller's company.</param>
/// <param name="caller">The caller.</param>
internal sealed class OutboundPlanner(PlanTrail trail, CompanySite company, Extension caller)
{
    // What carries an emergency call that no route leads out: never in the site, and known by its name in records.
    private static readonly Route _lastWay = new() { Id = Guid.Empty, Name = "emergency", Pattern = "." };

    private readonly TrunkChoices _choices = new(trail, company, caller);

    /// <summary>The plan for an emergency number: no class, every active route that matches, then every other trunk.</summary>
    public RoutePlan Emergency()
    {
        foreach (Route route in company.OutboundRoutes.Where(IsMatch))
        {
            _choices.Add(route, mustGo: true);
        }

        _choices.AddTheRest(_lastWay);
        return _choices.All.Count > 0
            ? trail.Go(CallClass.Emergency, new ToTrunks(_choices.All))
            : trail.Refuse(CallClass.Emergency, 503, Q850.NoCircuit, "trunk", $"There is no trunk to reach {trail.Number} by");
    }

    /// <summary>The plan for any other number.</summary>
    public RoutePlan Any()
    {
        OutsideNumber? read = BrazilianNumbers.Read(trail.Number, company.Company.AreaCode);
        if (read is not null)
        {
            trail.Note("class", $"{trail.Number} is an outside number of class {read.Class.Name()}: {read.What}");
        }

        Route? first = null;
        CallClass? firstClass = null;
        foreach (Route route in company.OutboundRoutes.Where(IsMatch))
        {
            CallClass? callClass = route.Class ?? read?.Class;
            if (route.CheckClass && callClass is null)
            {
                trail.Note(
                    "route",
                    $"\"{route.Name}\" ({route.Pattern}) matches, but {trail.Number} has no outside number's form, and so no class to ask the caller for");
                continue;
            }

            if (!MayUse(route, callClass))
            {
                if (first is null)
                {
                    return Denied(callClass!.Value, $", which route \"{route.Name}\" asks for");
                }

                trail.Note("route", $"\"{route.Name}\" ({route.Pattern}) matches, but {caller.Number} may not make calls of class {callClass!.Value.Name()}");
                continue;
            }

            first ??= NoteFirst(route, callClass);
            firstClass ??= callClass;
            _choices.Add(route, mustGo: false);
        }

        return first is null ? Unrouted(read) : Routed(first, firstClass ?? CallClass.Local);
    }

    private RoutePlan Routed(Route first, CallClass callClass) => _choices.All.Count > 0
        ? trail.Go(callClass, new ToTrunks(_choices.All))
        : trail.Refuse(callClass, 503, Q850.NoCircuit, "trunk", $"Route \"{first.Name}\" leads to {trail.Number}, but no trunk is there to take it");

    private RoutePlan Unrouted(OutsideNumber? read)
    {
        if (read is null)
        {
            return trail.Refuse(
                CallClass.Internal,
                404,
                Q850.Unallocated,
                "number",
                $"{trail.Number} is no number of company \"{company.Company.Name}\", and has no outside number's form");
        }

        if (!caller.ClassOfService.Contains(read.Class))
        {
            return Denied(read.Class, "");
        }

        string why = company.Trunks.Count == 0 ? "there are no trunks" : "no active outbound route matches";
        return trail.Note("classOfService", $"{caller.Number} may make calls of class {read.Class.Name()}")
            .Refuse(read.Class, 404, Q850.NoRoute, "route", $"No route leads to {trail.Number}: {why}");
    }

    private RoutePlan Denied(CallClass callClass, string askedBy) => trail.Refuse(
        callClass, 403, Q850.Rejected, "classOfService", $"{caller.Number} may not make calls of class {callClass.Name()}{askedBy}");

    private Route NoteFirst(Route route, CallClass? callClass)
    {
        trail.Note("classOfService", route.CheckClass
            ? $"{caller.Number} may make calls of class {callClass!.Value.Name()}"
            : $"Route \"{route.Name}\" does not ask for the caller's class");
        return route;
    }

    // Calls of class internal are always allowed: a route to the company's other exchange says so of itself.
    private bool MayUse(Route route, CallClass? callClass) =>
        !route.CheckClass || callClass == CallClass.Internal || (callClass is { } asked && caller.ClassOfService.Contains(asked));

    private bool IsMatch(Route route) => RouteMatch.Fits(route, trail, null);
}
