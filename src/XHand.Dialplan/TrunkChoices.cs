using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Gathers the ways out of one call, in the order to try, and notes each and what stands against the others.</summary>
/// <param name="trail">Takes the notes.</param>
/// <param name="company">The caller's company.</param>
/// <param name="caller">The caller.</param>
internal sealed class TrunkChoices(PlanTrail trail, CompanySite company, Extension caller)
{
    private readonly List<TrunkChoice> _choices = [];

    /// <summary>The choices so far.</summary>
    public IReadOnlyList<TrunkChoice> All => _choices;

    /// <summary>The trunks of a route that matches, with the number rewritten by it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="mustGo">An emergency number: where the route would leave nothing of it, it goes as dialled.</param>
    public void Add(Route route, bool mustGo)
    {
        string? number = RouteRewriting.Of(route, trail.Number) ?? (mustGo ? trail.Number : null);
        if (number is null)
        {
            trail.Note(
                "route",
                $"\"{route.Name}\" ({route.Pattern}) matches, but its rewriting of {trail.Number} gives no number of 1 to {DialledNumber.MaxLength} digits");
            return;
        }

        string then = _choices.Count == 0 ? "" : ", when those before it fail";
        string sent = number == trail.Number ? "" : $", as {number}";
        trail.Note("route", $"\"{route.Name}\" ({route.Pattern}) matches{then}: over {Names(route)}{sent}");
        foreach (string name in route.Trunks)
        {
            if (!company.Trunks.TryGetValue(name, out Trunk? trunk))
            {
                trail.Note("trunk", $"{name} does not exist");
            }
            else
            {
                Add(route, trunk, number);
            }
        }
    }

    /// <summary>Every trunk that is not among the choices yet, for an emergency call.</summary>
    public void AddTheRest(Route route)
    {
        foreach (Trunk trunk in company.Trunks.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (trunk.Enabled && !_choices.Exists(c => c.Trunk.Name == trunk.Name))
            {
                string then = _choices.Count == 0 ? "" : "too when those before it fail, ";
                trail.Note("trunk", $"{trunk.Name} is tried {then}though no route leads there: an emergency call must find a way out");
                Add(route, trunk, trail.Number);
            }
        }
    }

    private void Add(Route route, Trunk trunk, string number)
    {
        if (!trunk.Enabled)
        {
            trail.Note("trunk", $"{trunk.Name} is disabled");
        }
        else if (!_choices.Exists(c => c.Trunk.Name == trunk.Name && c.Number == number))
        {
            _choices.Add(new(route, trunk, number, trunk.CallerId.Length > 0 ? trunk.CallerId : caller.Number));
        }
    }

    private static string Names(Route route) => route.Trunks.Count == 0 ? "no trunk" : string.Join(", then ", route.Trunks);
}
