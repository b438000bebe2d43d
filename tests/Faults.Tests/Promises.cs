using System.Net.Http.Json;
using System.Text.Json;
using Atmosphere.Load;
using Atmosphere.Recognition.Tests.Fakes;

namespace Atmosphere.Faults.Tests;

/// <summary>What was promised with an answer, looked for when everything has come to rest.</summary>
internal sealed class Promises(StandIns world, Func<Uri> address, string operatorKey) : IDisposable
{
    /// <summary>Long enough for a reminder, which looks after what nobody was told to look after: two minutes, and as much for a busy machine.</summary>
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(4);

    /// <summary>Of one person in the gallery: the default of <c>People:MaxFaces</c>, and Azure's.</summary>
    private const int MostFaces = 248;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        DefaultRequestHeaders = { Authorization = new("Bearer", operatorKey) },
        Timeout = TimeSpan.FromSeconds(5),
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Whether this face can be asked for now.</summary>
    public async Task<bool> AnswersAsync(string faceId) => await FaceAsync(faceId) is not null;

    /// <summary>What was said last instead of an answer.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Waits until nothing is owed, then looks at every face.</summary>
    public async Task AreKeptAsync(IReadOnlyCollection<VotedFace> faces)
    {
        faces.ShouldNotBeEmpty();
        var enrolled = new List<VotedFace>();
        foreach (var face in faces)
        {
            var shown = await AtRestAsync(face.FaceId);
            IsAsVoted(face, shown);
            if (shown.GetProperty("enrolled").GetBoolean()) enrolled.Add(face);
        }

        EveryPromptStandsOnce(faces);
        EveryFaceIsEnrolledOnce(faces, [.. enrolled]);
    }

    private async Task<JsonElement> AtRestAsync(string faceId)
    {
        JsonElement? shown = null;
        try
        {
            await Eventually.Holds(async () => (shown = await FaceAsync(faceId)) is { } now && IsAtRest(now), $"face {faceId} comes to rest", RestLimit);
            return shown!.Value;
        }
        catch (TimeoutException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Last seen: {shown}");
            if (shown?.GetProperty("personId").GetString() is { } personId)
                TestContext.Current.TestOutputHelper?.WriteLine($"The person: {await _http.GetStringAsync(new Uri(address(), $"/admin/people/{personId}"))}");
            throw;
        }
    }

    private static bool IsAtRest(JsonElement face) => face.GetProperty("status").GetString() == "tagged" && face.GetProperty("owed").GetArrayLength() == 0;

    private static void IsAsVoted(VotedFace face, JsonElement shown)
    {
        shown.GetProperty("personId").GetString().ShouldBe(face.PersonId, face.FaceId);
        shown.GetProperty("round").GetInt32().ShouldBe(1, face.FaceId);
        var votes = shown.GetProperty("votes");
        foreach (var voter in face.Agreeing)
            votes.GetProperty(voter).GetProperty("choice").GetProperty("personId").GetString().ShouldBe(face.PersonId, $"the vote of {voter} on {face.FaceId}");
    }

    private void EveryPromptStandsOnce(IReadOnlyCollection<VotedFace> faces)
    {
        var posts = world.Messages.Where(message => message.Metadata is not null).ToLookup(message => StandIns.FaceOf(message.Metadata!));
        foreach (var face in faces) posts[face.FaceId].Count().ShouldBe(1, $"messages about {face.FaceId}");
    }

    /// <summary>A face that is not enrolled is one too many: after hundreds of rounds a handful of people have more faces than a gallery takes.</summary>
    private void EveryFaceIsEnrolledOnce(IReadOnlyCollection<VotedFace> faces, HashSet<VotedFace> enrolled)
    {
        var gallery = world.Faces.TheGallery;
        gallery.Persons.GroupBy(person => person.UserData).ShouldAllBe(people => people.Count() == 1, "a person is created once");
        var held = gallery.Persons.SelectMany(person => person.Faces.Values.Select(face => (person.UserData, FaceId: FaceIdOf(face)))).ToLookup(pair => pair.FaceId, pair => pair.UserData);
        foreach (var face in faces)
        {
            string[] expected = enrolled.Contains(face) ? [face.PersonId] : [];
            held[face.FaceId].ShouldBe(expected, $"the gallery's faces of {face.FaceId}");
            if (expected is [])
                gallery.Persons.Single(person => person.UserData == face.PersonId).Faces.Count.ShouldBe(MostFaces, $"{face.FaceId} is left out only when the gallery is full");
        }
    }

    private async Task<JsonElement?> FaceAsync(string faceId)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(address(), $"/admin/faces/{faceId}"), TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            LastFault = $"{faceId}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
            return null;
        }
        catch (Exception fault) when (fault is HttpRequestException or (OperationCanceledException and not null))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            LastFault = $"{faceId}: {fault.Message}";
            return null;
        }
    }

    private static string FaceIdOf(FakePersistedFace face) => face.UserData[..36];
}
