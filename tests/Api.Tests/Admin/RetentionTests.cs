using System.Net;
using System.Text.Json;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atmosphere.Api.Tests.Admin;

/// <summary><c>/admin/retention</c>: what would be deleted, and deleting it.</summary>
public sealed class RetentionTests(RetentionFixture api) : IClassFixture<RetentionFixture>
{
    [Fact]
    public async Task Only_operators_look_and_run_and_from_our_own_page()
    {
        await (await api.Anyone.GetFromAsync("/admin/retention")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.GetFromAsync("/admin/retention")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await api.Anyone.PostToAsync("/admin/retention/run")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await api.Camera.PostToAsync("/admin/retention/run")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var browser = await api.SignInAsync();
        await (await browser.PostToAsync("/admin/retention/run")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await browser.GetFromAsync("/admin/retention")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_too_old_is_listed_and_deleted_only_when_it_runs()
    {
        var token = TestContext.Current.CancellationToken;
        var faceId = Guid.NewGuid().ToString();
        var old = TimeProvider.System.GetUtcNow().AddDays(-8);
        await api.Services.GetRequiredService<ICatalogue>().StoreFaceAsync(
            new() { FaceId = faceId, Version = 1, PhotoId = new('c', 64), CameraId = "camera-1", Status = "Expired", Round = 1, DetectedAt = old, ChangedAt = old }, token);
        await api.Services.GetRequiredService<IAudit>().AppendAsync([new() { Source = "api/old", Index = 1, At = old, Action = "tested", Actor = Actors.Console }], token);

        var shown = await ShowAsync();
        shown.GetProperty("cropsDays").GetInt32().ShouldBe(7);
        shown.GetProperty("nextAt").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        var would = shown.GetProperty("wouldDelete");
        would.GetProperty("faces").GetProperty("listed").EnumerateArray().Select(face => face.GetProperty("id").GetString()).ShouldContain(faceId);
        would.GetProperty("faces").GetProperty("more").GetBoolean().ShouldBeFalse();
        would.GetProperty("photos").GetProperty("listed").GetArrayLength().ShouldBe(0, "photos are kept");
        would.GetProperty("auditEntries").GetInt64().ShouldBe(1);
        (await ShowAsync()).GetProperty("wouldDelete").GetProperty("auditEntries").GetInt64().ShouldBe(1, "a look deletes nothing");

        var answer = await api.Operator.PostToAsync("/admin/retention/run");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe("/admin/retention");
        await Eventually.Holds(async () => (await ShowAsync()).TryGetProperty("last", out var last) && last.ValueKind == JsonValueKind.Object, "the run is over");

        var after = await ShowAsync();
        after.GetProperty("last").GetProperty("auditEntries").GetInt64().ShouldBe(1);
        after.GetProperty("last").GetProperty("by").GetString().ShouldBe("operator");
        after.GetProperty("wouldDelete").GetProperty("auditEntries").GetInt64().ShouldBe(0);
        await Eventually.Holds(async () => (await (await api.Operator.GetFromAsync("/admin/audit")).TextAsync()).Contains("retention-demanded", StringComparison.Ordinal), "who wanted it is in the audit");
    }

    private async Task<JsonElement> ShowAsync() => await (await api.Operator.GetFromAsync("/admin/retention")).JsonAsync();
}

/// <summary>As it is delivered.</summary>
public sealed class NoRetentionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Where_everything_is_kept_a_run_is_refused_with_what_to_set()
    {
        var problem = await (await api.Operator.PostToAsync("/admin/retention/run")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
        problem.GetProperty("detail").GetString()!.ShouldContain("Retention:CropsDays");
    }
}

/// <summary>The application with a short memory.</summary>
public sealed class RetentionFixture : ApiFixture
{
    private protected override IEnumerable<string> Settings => ["--Retention:CropsDays=7", "--Retention:AuditDays=7"];
}
