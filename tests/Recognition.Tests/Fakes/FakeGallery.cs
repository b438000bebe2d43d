using System.Collections.Immutable;
using System.Globalization;

namespace Atmosphere.Recognition.Tests.Fakes;

/// <summary>One large person group of the <see cref="FakeFaceApi"/>.</summary>
internal sealed class FakeGallery(string recognitionModel)
{
    /// <summary>Of every match.</summary>
    public const double Confidence = 0.9;

    private const int MaxFaces = 248;

    private readonly SortedDictionary<string, FakePerson> _persons = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, string> _learning = ImmutableDictionary<string, string>.Empty;
    private string _training = "notStarted";

    /// <summary>Who was known to the last successful training: whom a picture shows → person id. Null before the first.</summary>
    public ImmutableDictionary<string, string>? Trained { get; private set; }

    public IReadOnlyCollection<FakePerson> Persons => _persons.Values;

    public FakePerson AddPerson(string name, string userData)
    {
        var person = new FakePerson(Guid.NewGuid().ToString(), name, userData);
        _persons[person.PersonId] = person;
        return person;
    }

    /// <summary>A training that was asked for takes until here.</summary>
    public void FinishTraining()
    {
        if (_training != "running") throw new InvalidOperationException("No training is running.");
        Trained = _learning;
        _training = "succeeded";
    }

    public FakeAnswer Answer(FakeRequest request, string[] path)
    {
        var isChange = request.Method != "GET";
        if (isChange && _training == "running") return FakeAnswer.Error(409, "LargePersonGroupTrainingNotFinished");
        return (request.Method, path) switch
        {
            ("GET", []) => FakeAnswer.Ok(new { recognitionModel }),
            ("GET", ["persons"]) => Page(request),
            ("POST", ["persons"]) => Create(request.Read<PersonBody>()),
            ("POST", ["train"]) => Train(),
            ("GET", ["training"]) => Training(),
            (_, ["persons", var id, .. var rest]) => _persons.TryGetValue(id, out var person)
                ? OfPerson(request, person, rest)
                : FakeAnswer.Error(404, "PersonNotFound"),
            _ => FakeAnswer.Error(404, "ResourceNotFound"),
        };
    }

    private FakeAnswer OfPerson(FakeRequest request, FakePerson person, string[] path)
    {
        switch (request.Method, path)
        {
            case ("GET", []):
                return FakeAnswer.Ok(Shown(person));
            case ("DELETE", []):
                _persons.Remove(person.PersonId);
                return FakeAnswer.Ok();
            case ("POST", ["persistedfaces"]):
                return Add(request, person);
            case ("GET", ["persistedfaces", var id]) when person.Faces.TryGetValue(id, out var face):
                return FakeAnswer.Ok(new { persistedFaceId = id, face.UserData });
            case ("DELETE", ["persistedfaces", var id]) when person.Faces.Remove(id):
                return FakeAnswer.Ok();
            default:
                return FakeAnswer.Error(404, "PersistedFaceNotFound");
        }
    }

    private static FakeAnswer Add(FakeRequest request, FakePerson person)
    {
        if (person.Faces.Count >= MaxFaces) return FakeAnswer.Error(403, "QuotaExceeded");
        if (FakePicture.Read(request.Body) is not { } faces) return FakeAnswer.Error(400, "InvalidImage");
        var target = request.Query["targetFace"].Split(',').Select(n => int.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        var there = faces.Where(f => f.Left < target[0] + target[2] && target[0] < f.Left + f.Width && f.Top < target[1] + target[3] && target[1] < f.Top + f.Height).ToList();
        if (there is not [var face]) return FakeAnswer.Error(400, "InvalidImage");
        var persistedFaceId = Guid.NewGuid().ToString();
        person.Faces[persistedFaceId] = new FakePersistedFace(face.Who, request.Query["userData"]);
        return FakeAnswer.Ok(new { persistedFaceId });
    }

    private FakeAnswer Create(PersonBody body) => FakeAnswer.Ok(new { AddPerson(body.Name, body.UserData).PersonId });

    private FakeAnswer Page(FakeRequest request)
    {
        var start = request.Query.GetValueOrDefault("start", "");
        var top = int.Parse(request.Query.GetValueOrDefault("top", "1000"), NumberStyles.None, CultureInfo.InvariantCulture);
        return FakeAnswer.Ok(_persons.Values.Where(p => string.CompareOrdinal(p.PersonId, start) > 0).Take(top).Select(Shown).ToList());
    }

    private FakeAnswer Train()
    {
        _training = "running";
        _learning = _persons.Values
            .SelectMany(person => person.Faces.Values.Select(face => (face.Who, person.PersonId)))
            .DistinctBy(pair => pair.Who)
            .ToImmutableDictionary(pair => pair.Who, pair => pair.PersonId);
        return FakeAnswer.Accepted;
    }

    private FakeAnswer Training() => _training == "notStarted"
        ? FakeAnswer.Error(404, "LargePersonGroupNotTrained")
        : FakeAnswer.Ok(new
        {
            status = _training,
            createdDateTime = "2026-03-02T03:00:00.1234567Z",
            lastSuccessfulTrainingDateTime = _training == "succeeded" ? "2026-03-02T03:00:05Z" : null,
            message = (string?)null,
        });

    private static object Shown(FakePerson person) => new { person.PersonId, person.Name, person.UserData, persistedFaceIds = person.Faces.Keys.ToList() };

    private sealed record PersonBody(string Name, string UserData);
}

internal sealed record FakePerson(string PersonId, string Name, string UserData)
{
    public Dictionary<string, FakePersistedFace> Faces { get; } = [];
}

internal sealed record FakePersistedFace(string Who, string UserData);
