// Drives an org with jsforce as a script of a customer's would, and prints what it saw as one JSON document.
// Arguments: the login address, an assertion for the token endpoint, a user name and a password.
import jsforce from "jsforce";

const [loginUrl, assertion, username, password] = process.argv.slice(2);
const version = "60.0";

async function byAssertion() {
  const connection = new jsforce.Connection({ loginUrl, instanceUrl: loginUrl, version, oauth2: { loginUrl } });
  await connection.authorize({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
  return connection;
}

async function byPassword() {
  const connection = new jsforce.Connection({ loginUrl, version });
  const user = await connection.login(username, password);
  return { connection, user };
}

async function refused(action) {
  try {
    await action();
    return null;
  } catch (error) {
    return { code: error.errorCode ?? error.name, message: error.message };
  }
}

const seen = {};
const jwt = await byAssertion();
const { connection, user } = await byPassword();
seen.login = user;
seen.identity = (await jwt.identity()).username;
seen.wrongPassword = await refused(() => new jsforce.Connection({ loginUrl, version }).login(username, "wrong"));

const contact = connection.sobject("Contact");
const created = await contact.create({ LastName: "Brandt", FirstName: "Ute", Email: "Ute@Brandt.example" });
seen.created = created;
seen.updated = await contact.update({ Id: created.id, Title: "CEO" });
seen.retrieved = await contact.retrieve(created.id);
seen.refusedCreate = await refused(() => contact.create({ FirstName: "No" }));
seen.many = await contact.create(
  Array.from({ length: 450 }, (_, n) => ({ LastName: `L${String(n).padStart(3, "0")}` })),
  { allowRecursive: true, allOrNone: false },
);
seen.someBad = await contact.create([{ LastName: "good" }, { LastName: "bad", Email: "no" }], { allOrNone: false });
seen.fetched = await connection.query("SELECT Id FROM Contact", { autoFetch: true, maxFetch: 5000, headers: { "Sforce-Query-Options": "batchSize=200" } });
seen.fetched = { total: seen.fetched.totalSize, records: seen.fetched.records.length, done: seen.fetched.done };
seen.found = await contact.find({ Email: "ute@brandt.example" }, ["Id", "Name", "Owner.Username"]).sort({ LastName: 1 }).limit(5);
seen.upserted = [
  await contact.upsert({ Key__c: "k-1", LastName: "Key" }, "Key__c"),
  await contact.upsert({ Key__c: "k-1", LastName: "Key" }, "Key__c"),
];
seen.upsertedMany = await contact.upsert([{ Key__c: "k-1", LastName: "Key" }, { Key__c: "k2", LastName: "Two" }], "Key__c");
seen.refusedQuery = await refused(() => connection.query("SELECT Foo FROM Contact"));
seen.composite = await connection.requestPost(`/services/data/v${version}/composite`, {
  allOrNone: true,
  compositeRequest: [
    { referenceId: "account", method: "POST", url: `/services/data/v${version}/sobjects/Account`, body: { Name: "Acme" } },
    { referenceId: "contact", method: "PATCH", url: `/services/data/v${version}/sobjects/Contact/${created.id}`, body: { AccountId: "@{account.id}" } },
  ],
});
const described = await connection.sobject("Event").describe();
seen.describe = { name: described.name, fields: described.fields.length };
seen.global = (await connection.describeGlobal()).sobjects.map((sobject) => sobject.name);
seen.destroyed = await contact.destroy([created.id, seen.many[0].id]);
seen.left = (await connection.query("SELECT COUNT() FROM Contact")).totalSize;
const end = new Date(Date.now() + 120_000);
const start = new Date(Date.now() - 3_600_000);
seen.gone = (await contact.deleted(start, end)).deletedRecords.map((record) => record.id);
seen.changed = (await contact.updated(start, end)).ids.length;
const leads = [{ LastName: "Bulk", Company: "Acme" }, { LastName: "Bad", Company: "" }];
seen.loaded = await connection.bulk.load("Lead", "insert", leads);
seen.loadedBy2 = await connection.bulk2.loadAndWaitForResults({ object: "Lead", operation: "insert", input: leads, pollInterval: 20 });
const bulk = "SELECT LastName FROM Lead";
seen.bulkQueried = await (await connection.bulk.query(bulk)).toArray();
seen.bulkQueriedBy2 = await (await connection.bulk2.query(bulk, { pollInterval: 20 })).toArray();
seen.searched = (await connection.search("FIND {Bulk} IN NAME FIELDS RETURNING Lead(LastName)")).searchRecords.length;
seen.limits = connection.limitInfo.apiUsage;
console.log(JSON.stringify(seen));
