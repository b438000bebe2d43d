using Atmosphere.Api.Access;
using Atmosphere.Api.Admin;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Slack;

namespace Atmosphere.Api.People;

/// <summary>What operators do for people who ask: tell what is known, and forget.</summary>
internal static class PeopleEndpoints
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<ForgettingDesk>();
        services.AddSingleton<FactsReader>();
        services.AddSingleton<FactsQueue>();
        services.AddHostedService(sp => sp.GetRequiredService<FactsQueue>());
    }

    public static void MapPeopleApi(this IEndpointRouteBuilder endpoints)
    {
        var people = endpoints.MapGroup("/admin/people/{id}").RequireAuthorization(AccessPolicies.Operator).AddEndpointFilter<NoStoreFilter>();
        people.MapPost("/forget", ForgetAsync).AddEndpointFilter<OwnPageFilter>();
        people.MapGet("/forgetting", async (string id, ForgettingDesk desk) =>
            SlackIds.IsUser(id) && await desk.ReceiptAsync(id) is { } receipt ? Results.Ok(receipt) : NotFound("Nobody of this id has asked to be forgotten."));
        people.MapGet("/facts", async (string id, ForgettingDesk desk, FactsReader facts, CancellationToken cancellationToken) =>
            SlackIds.IsUser(id) && (await desk.ReceiptAsync(id) is not null || await desk.IsKnownAsync(id, cancellationToken))
                ? Results.Ok(await facts.ReadAsync(id, cancellationToken))
                : NotFound("There is no such person."));
    }

    private static async Task<IResult> ForgetAsync(string id, ForgettingDesk desk, CancellationToken cancellationToken)
    {
        if (!SlackIds.IsUser(id)) return NotFound("There is no such person.");

        // Forgotten already: the receipt, and nothing is changed.
        if (await desk.ReceiptAsync(id) is { } known) return Results.Ok(known);
        return await desk.IsKnownAsync(id, cancellationToken)
            ? Results.Accepted($"/admin/people/{id}/forgetting", await desk.ForgetAsync(id, ForgottenBy.Operator))
            : NotFound("There is no such person.");
    }

    private static IResult NotFound(string what) => Results.Problem(what, statusCode: StatusCodes.Status404NotFound);
}
