// The pane of a minimal Outlook add-in: shows whether the event goes to Salesforce, and lets the rep decide.
const SYNCLINE = document.querySelector("meta[name=syncline]").content;
const at = (id) => document.getElementById(id);

// What Office.js tells is the id of Exchange Server; Microsoft Graph knows the event by another spelling of it.
const eventId = () => {
  const { mailbox } = Office.context;
  return mailbox.userProfile.accountType === "enterprise" ? mailbox.item.itemId : mailbox.convertToRestId(mailbox.item.itemId, Office.MailboxEnums.RestVersion.v2_0);
};

const call = async (path, body) => {
  const answer = await fetch(`${SYNCLINE}/api/add-in/${path}`, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${localStorage.getItem("token")}`, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const told = await answer.json();
  if (answer.status === 401) at("sign-in").hidden = false;
  if (!answer.ok) throw new Error(`${told.error.message} ${told.error.remedy}`);
  return told;
};

// Shows what a call answered, or why it did not; nothing is sent twice meanwhile.
const show = async (asked) => {
  at("select").disabled = at("deselect").disabled = true;
  try {
    const event = await asked;
    at("said").textContent = event.salesforce_id ? "It is in Salesforce." : event.selected ? "It will be in Salesforce in a moment." : "It is not in Salesforce.";
    at("select").hidden = event.selected;
    at("deselect").hidden = !event.chosen;
  } catch (error) {
    at("said").textContent = error.message;
  } finally {
    at("select").disabled = at("deselect").disabled = false;
  }
};

const open = async () => {
  if (!localStorage.getItem("token")) {
    at("sign-in").hidden = false;
    return;
  }
  const query = `?event=${encodeURIComponent(eventId())}`;
  await show(call(`event${query}`));
  const { records } = await call(`related${query}`);
  at("related").replaceChildren(...records.map((one) => Object.assign(document.createElement("li"), { textContent: `${one.name} (${one.kind})` })));
};

Office.onReady(() => {
  at("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    localStorage.setItem("token", at("token").value.trim());
    at("sign-in").hidden = true;
    open();
  });
  at("select").addEventListener("click", () => show(call("select", { event: eventId() })));
  at("deselect").addEventListener("click", () => show(call("deselect", { event: eventId() })));
  open();
});
